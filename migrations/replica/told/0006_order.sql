-- Orders of the store, why their lines wait, and which differ from the server's reckoning.
create table store_order (
    id blob primary key,
    position integer not null,           -- of its entry: who came first
    backordered integer not null,        -- lines that wait for goods
    search text not null,                -- folded words of number and customer
    told_at integer not null,            -- position of the row it came with
    states_at blob not null,             -- and of the newest states of each line, CBOR
    body blob not null                   -- the order as told, with the newest states of its lines
) strict;
create index store_order_position on store_order (position);
create index store_order_backordered on store_order (position) where backordered > 0;

create table shortage (
    order_id blob not null,
    line integer not null,
    position integer not null,           -- of the row it came with
    body blob not null,                  -- why a part of the line waits
    primary key (order_id, line)
) strict, without rowid;

create table review (
    order_id blob primary key,
    position integer not null,           -- of the row it came with
    body blob not null
) strict;
