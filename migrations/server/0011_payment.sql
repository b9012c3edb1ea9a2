-- Payments, as rows to report from.

create table tender (
    business bytea not null,
    id bytea not null,
    store bytea not null,
    terminal bytea not null,
    order_id bytea not null,
    kind text not null,
    -- what counts towards the order
    amount bigint not null,
    tendered bigint not null,
    -- 'asked', 'approved', 'declined', 'unknown', 'voided' or, once in a placed order, 'taken'
    state text not null,
    reference text,
    primary key (business, id)
);
create index tender_order on tender (business, order_id);
