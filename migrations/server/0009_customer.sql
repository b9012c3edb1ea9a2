-- Customers, as derived from their documents.

create table customer (
    business bytea not null,
    id bytea not null,
    number text/*bytewise*/ not null,
    -- Customer, CBOR
    content bytea not null,
    primary key (business, id),
    unique (business, number),
    foreign key (business, id) references document (business, id)
);
