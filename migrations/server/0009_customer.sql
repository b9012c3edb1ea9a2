-- Customers, as derived from their documents.

create table customer (
    business bytea not null references business (id),
    id bytea not null,
    number text/*bytewise*/ not null,
    -- rises with every change of the row or its document
    version bigint not null,
    -- Customer, CBOR
    content bytea not null,
    primary key (business, id),
    unique (number, business)
);
