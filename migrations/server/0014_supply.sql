-- Goods taken in. Each has an id of its sender's own, so that the second time is known.

create table goods_receipt (
    business bytea not null,
    id bytea not null,
    warehouse bytea not null,
    -- Fact::GoodsReceived or Fact::StockOpened, CBOR
    content bytea not null,
    staff bytea,
    backorders_filled bigint not null,
    received_ms bigint not null,
    primary key (business, id)
);
