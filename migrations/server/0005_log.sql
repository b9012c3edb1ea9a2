-- The log: one dense row of positions per business.

create table log_head (
    business bytea primary key references business (id),
    position bigint not null,
    -- hash chain up to that position
    hash bytea not null
);

create table log_entry (
    business bytea not null references business (id),
    position bigint not null,
    -- position of the first entry of its transaction: readers stop only between transactions
    mark bigint not null,
    -- who receives it: 'business', 'store:ID', 'warehouse:ID' or 'terminal:ID'
    scope text/*bytewise*/ not null,
    -- LogBody, CBOR, encoded once
    body bytea not null,
    hash bytea not null,
    recorded_ms bigint not null,
    primary key (business, position)
);
create index log_entry_scope on log_entry (business, scope, position);
