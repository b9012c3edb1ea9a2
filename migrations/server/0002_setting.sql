-- What an administrator sets up: businesses, their warehouses and stores.

create table business (
    id bytea primary key,
    name text not null,
    -- ISO 4217
    currency text not null,
    -- BusinessSettings as published, CBOR
    settings bytea not null,
    created_ms bigint not null
);

create table warehouse (
    business bytea not null references business (id),
    id bytea not null,
    name text not null,
    -- WarehouseSettings as published, CBOR
    settings bytea not null,
    primary key (business, id),
    unique (name, business)
);

create table store (
    business bytea not null references business (id),
    id bytea not null,
    name text not null,
    -- where its goods come from
    warehouse bytea not null,
    -- StoreSettings as published, CBOR
    settings bytea not null,
    -- the latest business date an order of this store was booked for; null before the first
    latest_date text/*bytewise*/,
    primary key (business, id),
    foreign key (business, warehouse) references warehouse (business, id)
);
