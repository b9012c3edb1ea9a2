-- Goods taken in. Each delivery has an id of its sender's own, so that the second time is known.

create table intake (
    business bytea not null,
    id bytea not null,
    warehouse bytea not null,
    -- over the facts that took it in: the same id with others is another delivery
    digest bytea not null,
    staff bytea,
    backorders_filled bigint not null,
    received_ms bigint not null,
    primary key (business, id)
);
