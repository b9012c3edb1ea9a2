-- Orders of the store, where their lines stand, and which differ from the server's reckoning.

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

create table review (
    order_id blob primary key,
    position integer not null,
    number text not null,
    stated integer not null,
    reckoned integer not null,
    reasons text not null                -- JSON list
) strict;
