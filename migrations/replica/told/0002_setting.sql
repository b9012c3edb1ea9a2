-- Settings of the business, its stores and its tills.

create table setting (
    kind text not null,                  -- business, store, warehouse, terminal
    id blob not null,                    -- of it; 16 zeros for the business, of which there is one
    position integer not null,           -- of the row it came with
    body blob not null,                  -- CBOR
    primary key (kind, id)
) strict;
