-- Drawers' working periods.

create table shift (
    business bytea not null,
    id bytea not null,
    store bytea not null,
    terminal bytea not null,
    staff bytea,
    business_date text/*bytewise*/ not null,
    float_amount bigint not null,
    -- ISO 4217
    currency text not null,
    opened_ms bigint not null,
    -- log position of its opening: what is booked in it comes after
    position bigint not null,
    primary key (business, id)
);
