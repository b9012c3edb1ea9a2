-- What the server told this till. Replaceable: deleting the file costs a download.

create table cursor (
    id integer primary key check (id = 1),
    position integer not null,           -- how far the log was read
    hash blob not null,                  -- of the log there
    filtered integer not null,           -- last position that passed this till's filter
    stock_as_of_ms integer,              -- server's clock when the newest stock figure was true
    stock_as_of_offset_min integer
) strict;
insert into cursor (id, position, hash, filtered) values (1, 0, zeroblob(32), 0);

create table setting (
    name text primary key,               -- business, store or terminal
    body blob not null                   -- CBOR
) strict;

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
    position integer not null            -- of the log entry it came with
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
    product blob primary key,
    amount integer not null,
    currency text not null,
    position integer not null
) strict;

create table stock_level (
    warehouse blob not null,
    product blob not null,
    on_hand integer not null,            -- thousandths, as are the next two
    free integer not null,
    backordered integer not null,
    version integer not null,
    primary key (product, warehouse)
) strict, without rowid;

create table customer (
    number integer primary key,
    id blob not null unique,
    body blob not null,                  -- CBOR of the row
    archived integer not null check (archived in (0, 1))
) strict;
create virtual table customer_search using fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10',
    tokenize = "unicode61 remove_diacritics 0"
);

create table staff (
    id blob primary key,
    code text not null,
    name text not null,
    role text not null,
    pin_hash text not null,              -- argon2id, PHC format
    active integer not null check (active in (0, 1))
) strict;

create table store_order (
    id blob primary key,
    position integer not null,           -- in the log: who came first
    number text not null,
    search text not null,                -- folded words of number and customer
    body blob not null                   -- CBOR of the order
) strict;
create index store_order_position on store_order (position);

create table order_state (
    order_id blob primary key,
    backordered integer not null check (backordered >= 0), -- lines that wait for goods
    position integer not null,           -- of the order in the log
    body blob not null                   -- CBOR of the state
) strict;
create index order_state_backordered on order_state (position) where backordered > 0;

create table count_task (
    id blob primary key,
    is_open integer not null check (is_open in (0, 1)),
    opened_ms integer not null,
    body blob not null                   -- CBOR
) strict;

create table set_aside (
    hash blob primary key,               -- of the entry
    seq integer not null,
    kind text not null,
    code text not null,                  -- JSON of the code
    reason text not null,
    at_ms integer not null,
    at_offset_min integer not null,
    is_open integer not null check (is_open in (0, 1))
) strict;

create table review (
    order_id blob primary key,
    position integer not null,
    number text not null,
    stated integer not null,
    reckoned integer not null,
    reasons text not null                -- JSON list
) strict;

create table verdict (
    hash blob primary key,               -- of the entry that carried the edit
    seq integer not null,
    refused text                         -- why not; null where it was merged
) strict;

create table document_change (
    position integer primary key,
    document text not null,              -- product or customer
    document_id blob not null,
    change blob not null                 -- raw change of the document
) strict;
create index document_change_id on document_change (document_id, position);

create table unread_log (
    position integer primary key,
    body blob not null                   -- written by a newer server than this till understands; kept, not applied
) strict;
