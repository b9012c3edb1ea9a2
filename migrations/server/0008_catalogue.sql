-- Products, as derived from their documents, and their prices.

create table product (
    business bytea not null references business (id),
    id bytea not null,
    sku text/*bytewise*/ not null,
    stocked bigint not null,
    -- rises with every change of the row or its document
    version bigint not null,
    -- Product, CBOR
    content bytea not null,
    primary key (business, id),
    unique (sku, business)
);

-- Every price there was: a sale is judged by the prices its till could know.
create table price (
    business bytea not null,
    product bytea not null,
    -- log position that set it; the highest is in force
    position bigint not null,
    amount bigint not null,
    currency text not null,
    -- null for the list that everybody pays
    list bytea,
    -- from this quantity on, in thousandths; null from the first
    quantity_break bigint,
    -- first and last business date; null without an end
    valid_from text/*bytewise*/,
    valid_to text/*bytewise*/,
    -- what set it, where a person did; null for an import
    entry bytea,
    -- the price that its writer saw: the position that set it (0 for none, null where nobody looked)
    replaces_position bigint,
    -- or the entry of the writer's own that did
    replaces_entry bytea,
    primary key (business, product, position),
    foreign key (business, product) references product (business, id)
) /*clustered*/;
