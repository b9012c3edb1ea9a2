-- The log: one dense row of positions per business, told in scopes, each with a chain of its own.

create table log_head (
    business bytea primary key references business (id),
    position bigint not null,
    -- of the change that wrote last, drawn anew by each: whoever finds it again knows that nobody wrote since
    change bytea not null,
    -- drawn anew with every change of a setting, a role, a price or a product: what an entry is judged by
    knowledge bigint not null
);

-- Where each life of the server begins in it: by that a position stands for what it stood for when it was given.
create table log_generation (
    business bytea not null references business (id),
    generation bigint not null,
    first_position bigint not null,
    primary key (business, generation)
);

-- The end of each scope, and of the levels of each warehouse.
create table scope_head (
    business bytea not null references business (id),
    -- a letter, and the id of what it belongs to; 'l' and a warehouse for its levels
    scope bytea not null,
    position bigint not null,
    -- hash chain up to that position; 32 zeros for levels, which have none
    head bytea not null,
    -- rows so far
    row_count bigint not null,
    primary key (business, scope)
) /*clustered*/;

create table log_row (
    -- its head refers to the business: once, not with every row
    business bytea not null,
    scope bytea not null,
    position bigint not null,
    -- last row of its transaction in this scope
    boundary bigint not null,
    -- goes with the body when that is erased; empty where the body names nobody
    salt bytea not null,
    -- what is told, encoded once; null once erased
    body bytea,
    -- salted, of the body: keeps the chain whole
    body_hash bytea not null,
    -- of the scope's chain after this row
    head bytea not null,
    recorded_ms bigint not null,
    primary key (business, scope, position)
) /*clustered*/ /*whole*/;
