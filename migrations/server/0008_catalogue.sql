-- Products, as derived from their documents, and their prices.

create table product (
    business bytea not null,
    id bytea not null,
    sku text/*bytewise*/ not null,
    stocked bigint not null,
    -- Product, CBOR
    content bytea not null,
    primary key (business, id),
    unique (business, sku),
    foreign key (business, id) references document (business, id)
);

-- Every price there was: a sale is judged by the prices its till could know.
create table price (
    business bytea not null,
    product bytea not null,
    -- log position that set it; the highest is in force
    position bigint not null,
    amount bigint not null,
    currency text not null,
    primary key (business, product, position),
    foreign key (business, product) references product (business, id)
) /*clustered*/;
