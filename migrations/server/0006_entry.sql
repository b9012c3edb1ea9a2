-- What terminals sent, byte for byte, and what of it could not be applied.

create table push_batch (
    business bytea not null,
    terminal bytea not null,
    -- hash of the signed list of entry hashes
    id bytea not null,
    signature bytea not null,
    -- the entry hashes in order, 32 bytes each
    hashes bytea not null,
    received_ms bigint not null,
    primary key (business, terminal, id),
    foreign key (business, terminal) references terminal (business, id)
);

create table entry (
    business bytea not null,
    -- 16 zeros for what the server records itself
    terminal bytea not null,
    hash bytea not null,
    -- its place in the log, in whose order all are carried out
    position bigint not null,
    -- the first position of the change that stored it: what came together is carried out together
    together bigint not null,
    incarnation bigint not null,
    -- as in terminal_head
    branch bigint not null,
    seq bigint not null,
    prev bytea not null,
    -- the fact's name, or 'unreadable'
    kind text not null,
    -- of the fact's content; 0 where the entry does not read
    payload_version bigint not null,
    bytes bytea not null,
    -- Judged, CBOR: what was decided of it when it came; empty where it was carried out as it says
    judged bytea not null,
    -- the push that brought it
    batch bytea not null,
    received_ms bigint not null,
    primary key (business, terminal, hash)
) /*whole*/;
create unique index entry_position on entry (business, position) where position > 0;

-- What belongs to an entry and can be taken away from it.
create table attachment (
    business bytea not null,
    terminal bytea not null,
    entry bytea not null,
    -- as the entry names it
    hash bytea not null,
    class text not null,
    -- go together when it is erased
    salt bytea,
    body bytea,
    primary key (business, terminal, entry, hash)
);

create table set_aside (
    business bytea not null,
    terminal bytea not null,
    entry bytea not null,
    -- of the entry, in the log
    position bigint not null,
    seq bigint not null,
    kind text not null,
    code text not null,
    -- Reason, CBOR
    reason bytea not null,
    since_ms bigint not null,
    open bigint not null,
    primary key (business, terminal, entry)
);
create index set_aside_open on set_aside (business, code, position) where open = 1;
