-- The tills, how far each one's chains are held, and the codes that let new ones in.

create table terminal (
    business bytea not null references business (id),
    id bytea not null,
    store bytea not null,
    -- starts every receipt number
    code text/*bytewise*/ not null,
    name text not null,
    -- till, office, …
    kind text not null,
    -- scopes that it follows besides those of its kind, CBOR
    also bytea not null,
    -- Ed25519 device key
    public_key bytea not null,
    -- Certificate as it was signed, CBOR
    certificate bytea not null,
    -- the life that its chain began in
    incarnation bigint not null,
    enrolled_ms bigint not null,
    -- what it told last: when, how far it has applied the business's scope, what it has not sent yet
    heard_ms bigint,
    applied bigint not null,
    outbox bigint not null,
    oldest_unsent_ms bigint,
    revoked bigint not null,
    primary key (business, id),
    unique (code, business),
    foreign key (business, store) references store (business, id)
);
-- A till names itself before it is known whose it is.
create unique index terminal_id on terminal (id);

-- The end of each unbroken run of a terminal's entries that is held.
create table terminal_head (
    business bytea not null,
    terminal bytea not null,
    incarnation bigint not null,
    -- 0 is the chain; what another copy of the till made follows as 1, 2, …
    branch bigint not null,
    -- the last entry held, and its hash
    seq bigint not null,
    head bytea not null,
    primary key (business, terminal, incarnation, branch),
    foreign key (business, terminal) references terminal (business, id)
) /*clustered*/;

create table enrol_code (
    -- the code itself is shown once and not kept
    code_hash bytea primary key,
    business bytea not null references business (id),
    store bytea not null,
    terminal_name text not null,
    created_ms bigint not null,
    expires_ms bigint not null,
    -- who used it; null while it can be used
    terminal bytea
);
