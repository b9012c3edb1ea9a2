-- What exists nowhere else. The commit of a transaction here is the sale.

create table device (
    id integer primary key check (id = 1),
    device_key blob not null,            -- Ed25519 secret key, made before the first enrolment
    server_url text not null default '',
    terminal blob,                       -- null until enrolled, as are the next five
    business blob,
    store blob,
    code text,                           -- starts every receipt number
    server_key blob,                     -- Ed25519 public key of the server
    incarnation integer check (incarnation > 0)
) strict;

create table chain (
    id integer primary key check (id = 1),
    incarnation integer not null,
    seq integer not null,                -- of the last entry; 0 before the first
    hash blob not null                   -- of the last entry
) strict;

create table entry (
    incarnation integer not null,
    seq integer not null check (seq > 0),
    hash blob not null unique,
    kind text not null,                  -- name of the fact
    bytes blob not null,                 -- encoded once, sent as they are
    attachment blob,                     -- content outside the chain
    recorded_ms integer not null,        -- the till's clock, for people
    state integer not null default 0 check (state in (0, 1)), -- 0 waiting, 1 acknowledged
    primary key (incarnation, seq)
) strict;
create index entry_waiting on entry (incarnation, seq, kind) where state = 0;

create table cart (
    id integer primary key check (id = 1),
    body blob not null                   -- CBOR of the cart, kept after every step
) strict;

create table cart_undo (
    step integer primary key,            -- rising; the highest is taken back first
    body blob not null                   -- CBOR of the cart before the step
) strict;

create table counter (
    series text not null,                -- kind of document
    incarnation integer not null,
    last integer not null check (last >= 0),
    primary key (series, incarnation)
) strict;

create table shift (
    id blob primary key,
    business_date text not null,         -- fixed at opening
    opened_ms integer not null,
    opened_offset_min integer not null,
    float_amount integer not null,
    seq integer not null,                -- of the entry that opened it; the newest is the open one
    incarnation integer not null
) strict;

create table own_order (
    id blob primary key,
    incarnation integer not null,
    seq integer not null,                -- of the entry that placed it
    number text not null unique,
    search text not null,                -- folded words of number and customer
    body blob not null,                  -- CBOR of the order
    unique (incarnation, seq)
) strict;

create table receipt (
    order_id blob primary key,
    snapshot blob                        -- CBOR of what was first printed; null if it must be made from the order
) strict;

create table receipt_print (
    order_id blob primary key,
    printed integer not null check (printed > 0) -- copies drawn so far, the first included
) strict;

create table stock_usage (
    order_id blob not null,
    line integer not null,
    product blob not null,
    quantity integer not null check (quantity > 0), -- thousandths sold here; counts until the server's state of the order arrives
    primary key (order_id, line)
) strict;
create index stock_usage_product on stock_usage (product);

create table edit (
    hash blob primary key,               -- of the entry that carries it
    document text not null,              -- product or customer
    document_id blob not null,
    fields blob not null                 -- CBOR of the edited fields; overlays the row until the verdict
) strict;
create index edit_document on edit (document_id);

create table price_edit (
    hash blob primary key,               -- of the entry that carries it
    product blob not null,
    amount integer not null,
    currency text not null,
    base_position integer not null       -- of the price it replaces; overlays while that one still stands
) strict;
create index price_edit_product on price_edit (product);

create table pin_attempt (
    staff blob primary key,
    failures integer not null,           -- wrong ones in a row, counted before they are judged
    locked_until_ms integer not null     -- by the till's clock
) strict;

create table journal_mark (
    id integer primary key check (id = 1),
    bytes integer not null,              -- length of the journal that was compared with this file
    incarnation integer not null,
    seq integer not null                 -- last entry in it
) strict;
