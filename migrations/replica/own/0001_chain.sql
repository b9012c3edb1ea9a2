-- own.db holds what exists nowhere else. The commit of a transaction in it is the sale.
-- Who this till is, the chain of its entries, and how far each copy of it has got.

create table device (
    id integer primary key check (id = 1),
    device_key blob not null,            -- Ed25519 secret key, made before the first enrolment
    server_url text not null default '',
    certificate blob,                    -- the server's word for who this till is; null until enrolled
    server_key blob,                     -- Ed25519 public key of the server that signed it
    incarnation integer not null default 0 -- in which the server let it go on; 0 while it never did
) strict;

-- The chain. A place is incarnation × 2^40 + seq, so that rows lie in the order of the chain
-- and a new one touches the last page only; the last row is the chain's head.
create table entry (
    place integer primary key check (place > 0),
    hash blob not null,
    kind text not null,                  -- name of the fact
    bytes blob not null,                 -- encoded once, sent as they are, behind a byte that says the version
    sale integer not null check (sale in (0, 1)), -- it says what was sold, taken back or ordered
    recorded_ms integer not null         -- the till's clock, for people
) strict;

-- What belongs to an entry and can be taken away from it while the chain still verifies.
create table attachment (
    place integer not null references entry (place),
    number integer not null,             -- in the order of the entry's own list
    class text not null,                 -- why it is kept
    salt blob not null,
    body blob not null,                  -- a byte that says the version of its form, then the content
    primary key (place, number)
) strict, without rowid;

create table outbox (
    place integer primary key references entry (place) -- of an entry the server has not acknowledged
) strict;

-- Entries that the journal brought back and this program does not know: what follows from them
-- is stored by the next one that does.
create table unread_entry (
    place integer primary key references entry (place)
) strict;

create table journal_mark (
    id integer primary key check (id = 1),
    bytes integer not null,              -- length of the journal that was compared with this file
    last integer not null,               -- where the last record of that length begins
    place integer not null               -- of the last entry in it; 0 if it was empty
) strict;
