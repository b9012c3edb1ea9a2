-- Who can sign in.

create table staff (
    business bytea not null references business (id),
    id bytea not null,
    -- typed or shown at sign-in
    code text/*bytewise*/ not null,
    name text not null,
    -- one of those in the business's settings
    role text not null,
    -- argon2id, PHC string
    pin_hash text not null,
    active bigint not null,
    primary key (business, id),
    unique (code, business)
);
