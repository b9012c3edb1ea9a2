-- Customers and staff.

create table customer (
    number integer primary key,
    id blob not null unique,
    body blob not null,                  -- CBOR of the row
    archived integer not null check (archived in (0, 1)),
    position integer not null            -- of the row it came with
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
    active integer not null check (active in (0, 1)),
    position integer not null            -- of the row it came with
) strict;
