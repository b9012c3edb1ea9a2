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

-- The chain. A place is incarnation × 2^40 + seq, so that rows lie in the order of the chain
-- and a new one touches the last page only; the last row is the chain's head.
create table entry (
    place integer primary key check (place > 0),
    hash blob not null,
    kind text not null,                  -- name of the fact
    bytes blob not null,                 -- encoded once, sent as they are
    attachment blob,                     -- content outside the chain
    recorded_ms integer not null         -- the till's clock, for people
) strict;

create table outbox (
    place integer primary key references entry (place), -- of an entry the server has not acknowledged
    sale integer not null check (sale in (0, 1))
) strict;

-- Completing a sale does not touch these two: a cart whose order exists is over, and what is
-- left of it goes with the next one's first step.
create table cart (
    id integer primary key check (id = 1),
    order_id blob not null,              -- what it becomes
    body blob not null                   -- CBOR of the cart, kept after every step
) strict;

create table cart_undo (
    step integer primary key,            -- rising; the highest is taken back first
    order_id blob not null,              -- of the cart
    body blob not null                   -- CBOR of the cart before the step
) strict;

-- The numbers drawn; the next of a series is one above its last.
create table document_number (
    series text not null,                -- kind of document
    incarnation integer not null,
    sequence integer not null check (sequence > 0),
    place integer not null references entry (place), -- of the entry that drew it
    primary key (series, incarnation, sequence)
) strict, without rowid;

create table shift (
    place integer primary key references entry (place), -- of the entry that opened it; the newest is the open one
    id blob not null unique,
    business_date text not null,         -- fixed at opening
    opened_ms integer not null,
    opened_offset_min integer not null,
    float_amount integer not null
) strict;

create table own_order (
    place integer primary key references entry (place), -- of the entry that placed it and holds it
    id blob not null unique,
    search text not null                 -- folded words of number and customer
) strict;

create table receipt (
    place integer primary key references own_order (place), -- none where the journal brought the sale back
    snapshot blob not null               -- CBOR of what was first printed
) strict;

create table receipt_print (
    order_id blob primary key,           -- of any till's order
    printed integer not null check (printed > 0) -- copies drawn so far, the first included
) strict, without rowid;

create table stock_usage (
    product blob not null,
    order_id blob not null,
    line integer not null,
    quantity integer not null check (quantity > 0), -- thousandths sold here; counts until the server's state of the order arrives
    primary key (product, order_id, line)
) strict, without rowid;

create table edit (
    place integer primary key references entry (place), -- of the entry that carries it
    hash blob not null,                  -- of that entry: the server's verdict names it
    document text not null,              -- product or customer
    document_id blob not null,
    fields blob not null                 -- CBOR of the edited fields; overlays the row until the verdict
) strict;
create index edit_document on edit (document_id);

create table price_edit (
    place integer primary key references entry (place), -- of the entry that carries it
    hash blob not null,                  -- of that entry: the server's verdict names it
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
    last integer not null,               -- where the last record of that length begins
    place integer not null               -- of the last entry in it; 0 if it was empty
) strict;
