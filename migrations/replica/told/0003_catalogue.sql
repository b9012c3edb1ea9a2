-- Products, what they are found by, and their prices.

create table product (
    number integer primary key,          -- row in the search index
    id blob not null unique,
    sku text not null,
    sku_folded text not null,
    name text not null,
    name_folded text not null,
    description text not null,
    category text not null,
    tax_class text not null,
    barcodes text not null,              -- separated by spaces
    stocked integer not null check (stocked in (0, 1)),
    shortage text not null,
    archived integer not null check (archived in (0, 1)),
    position integer not null,           -- of the row it came with
    more blob                            -- the product whole, where it has fields without a column here
) strict;
create index product_sku on product (sku_folded);
create index product_name on product (archived, name_folded);
create index product_category on product (archived, category, name_folded);

create table product_barcode (
    code text not null,
    product blob not null,
    primary key (code, product)
) strict, without rowid;

create table category (
    name text primary key,
    products integer not null
) strict;

-- Prefixes of one to ten letters have lists of their own, so a short prefix costs no more
-- than a long one; rows come in the order of their number, without ranking all of them.
create virtual table product_search using fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10',
    tokenize = "unicode61 remove_diacritics 0"
);

create table price (
    product blob not null,
    list blob not null,                  -- empty for the one that everybody pays
    quantity_break integer not null,     -- thousandths from which it counts
    valid_from text not null,            -- business date; empty for always
    valid_to text not null,              -- last day; empty for always
    amount integer not null,
    currency text not null,
    position integer not null,           -- of the row it came with
    entry blob,                          -- that set it, where a till did
    primary key (product, list, quantity_break, valid_from, valid_to)
) strict, without rowid;
