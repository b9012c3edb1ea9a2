-- Sales, where each of their lines stands, and what the server reckons differently.

create table orders (
    business bytea not null,
    id bytea not null,
    -- null where there was none: an order that came by another way than a counter
    store bytea,
    terminal bytea,
    -- hash of the fact, which holds the order as it was printed
    entry bytea not null,
    -- as printed; a cloned till may print one twice, which is reported
    number text/*bytewise*/ not null,
    -- log position: who came first
    position bigint not null,
    -- decides the day in every report
    business_date text/*bytewise*/ not null,
    received_ms bigint not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    cash_rounding bigint not null,
    -- 1 when it arrived after a later day had been booked at its store
    late bigint not null,
    -- log position up to which its till knew the stock, and for how many seconds it had heard nothing, if it knows
    known bigint not null,
    offline_s bigint,
    -- its terminal refers to the store: once, not with every order
    primary key (business, id)
);
create index orders_number on orders (number, business);
create index orders_position on orders (business, position) where position > 0;

create table order_line (
    business bytea not null,
    order_id bytea not null,
    line bigint not null,
    -- not a reference: a sale of a product nobody knows is booked all the same
    product bytea not null,
    -- what was ordered: the parts in line_state add up to it
    quantity bigint not null,
    fulfilment text not null,
    -- 1 when the line moves stock
    stocked bigint not null,
    believed_free bigint,
    primary key (business, order_id, line)
) /*clustered*/;

-- Where the parts of a line stand. A part of nothing stays as a row, to tell since when.
create table line_state (
    business bytea not null,
    order_id bytea not null,
    line bigint not null,
    warehouse bytea not null,
    -- allocated, backordered, handed_over, cancelled, returned, set_aside, …
    state text/*bytewise*/ not null,
    product bytea not null,
    quantity bigint not null,
    -- position of the order in the log while the part holds units or waits for them, else null
    queue bigint,
    -- what the till told the customer
    promise text/*bytewise*/ not null,
    -- when it last came to be more than nothing, and when it last changed
    since_ms bigint not null,
    changed_ms bigint not null,
    primary key (business, order_id, line, warehouse, state)
) /*clustered*/;
-- Who waits longest and who was promised last, of one product in one warehouse.
create index line_state_queue on line_state (business, warehouse, product, state, queue, line) where queue is not null;

-- Why a line waits, or waited.
create table shortage (
    business bytea not null,
    order_id bytea not null,
    line bigint not null,
    warehouse bytea not null,
    -- the most it ever waited for
    quantity_max bigint not null,
    cause text not null,
    since_ms bigint not null,
    -- Shortage, CBOR
    story bytea not null,
    primary key (business, order_id, line, warehouse)
);

create table review (
    business bytea not null,
    order_id bytea not null,
    -- null where the order has none
    store bytea,
    number text not null,
    stated bigint not null,
    reckoned bigint not null,
    -- list of Reason, CBOR
    reasons bytea not null,
    since_ms bigint not null,
    primary key (business, order_id)
);
