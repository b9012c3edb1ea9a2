-- Stock: postings are the truth, everything after them can be built again.

create table posting (
    business bytea not null,
    -- log position of what caused it, and a count of what that caused: they are written one
    -- after the other, not each at its product's place
    position bigint not null,
    number bigint not null,
    warehouse bytea not null,
    product bytea not null,
    -- dense per product and warehouse
    version bigint not null,
    -- a byte that says which, and what it is for: ids of 16 bytes, numbers of fixed width
    from_account bytea not null,
    to_account bytea not null,
    quantity bigint not null,
    -- hash of the fact
    cause bytea not null,
    order_id bytea,
    staff bytea,
    recorded_ms bigint not null,
    primary key (business, position, number)
) /*clustered*/;

create table stock_level (
    business bytea not null,
    warehouse bytea not null,
    product bytea not null,
    version bigint not null,
    on_hand bigint not null,
    free bigint not null,
    backordered bigint not null,
    -- handed over beyond the books since the last count
    short bigint not null,
    -- what every account holds but those of order lines, which line_state holds; CBOR
    accounts bytea not null,
    -- where in the log it came to be so: unique among the warehouse's levels; 0 before it was told
    position bigint not null,
    -- which stretch of positions that is in, from 1; 0 before it was told. A product that changes again within one
    -- leaves the index as it is
    stretch bigint not null,
    -- the latest orders that took units, CBOR: the story of whoever has to wait next
    takers bytea not null,
    primary key (business, warehouse, product)
) /*clustered*/ /*rewritten*/;
-- What a till has not heard yet.
create index stock_level_stretch on stock_level (business, warehouse, stretch) where stretch > 0;

create table count_task (
    business bytea not null,
    id bytea not null,
    warehouse bytea not null,
    product bytea not null,
    -- the order that found the shelf fuller than the books
    order_id bytea not null,
    -- by how much, then
    short bigint not null,
    opened_ms bigint not null,
    open bigint not null,
    primary key (business, id)
);
