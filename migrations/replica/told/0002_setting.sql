-- Settings of the business, its stores and its tills.

create table setting (
    name text primary key,               -- business, or store, warehouse, terminal with its id
    position integer not null,           -- of the row it came with
    body blob not null                   -- CBOR
) strict;
