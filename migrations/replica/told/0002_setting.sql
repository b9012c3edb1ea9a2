-- Settings of the business, its stores and its tills.

create table setting (
    name text primary key,               -- business, store or terminal
    body blob not null                   -- CBOR
) strict;
