-- What lies where, and what is to be counted.

create table stock_level (
    warehouse blob not null,
    product blob not null,
    on_hand integer not null,            -- thousandths, as are the next two
    free integer not null,
    backordered integer not null,
    version integer not null,
    position integer not null,           -- of the log that the figures are true at
    short integer not null,              -- handed over beyond the books since the last count
    primary key (product, warehouse)
) strict, without rowid;

create table count_task (
    id blob primary key,
    is_open integer not null check (is_open in (0, 1)),
    opened_ms integer not null,
    position integer not null,           -- of the row it came with
    body blob not null                   -- CBOR
) strict;
