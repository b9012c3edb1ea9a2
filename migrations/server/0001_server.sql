-- What holds for every file here. One text for SQLite and PostgreSQL: bigint, text and bytea only.
-- Flags are bigint 0 or 1; times are milliseconds since 1970 UTC and for people only.
-- Ids are the 16 bytes of a UUID. `business` comes first in every key of what belongs to one.
-- An index beside the key begins with what it finds by, or holds only rows of which a look by the key says nothing: before
-- PostgreSQL has figures of a table every index that begins like its key is as good to it, and it reads all of a business for a row.
-- Names of kinds, states, roles and accounts of money are open texts; the program knows which there are.
-- Columns called content, settings, certificate, also, accounts, story, reasons, reason, takers, hashes, bytes and judged, and the
-- body of an attachment, begin with a byte that says the version of what follows. The body of a row of the log is as tills are told
-- it, and says what it is by itself.
-- /*bytewise*/ marks a text that is ordered or searched: it compares by its bytes on both engines.
-- /*clustered*/ marks a table of small rows that is kept in the order of its key.
-- /*whole*/ marks a table of larger rows that are not worth compressing.
-- /*rewritten*/ marks a table whose rows change much more often than they come: room is left beside each for its next version.

-- The server's lives: a new one begins when it was restored from a backup, for then positions are given out again.
create table generation (
    number bigint primary key,
    -- 8 random bytes: the same number with another id is a second restore
    id bytea not null,
    began_ms bigint not null
);

-- What the server signs with; the highest number is in use, all of them are known to tills.
create table server_key (
    number bigint primary key,
    -- Ed25519, 32 bytes each
    secret_key bytea not null,
    public_key bytea not null,
    -- by the key before; empty for the first
    signature bytea not null,
    created_ms bigint not null
);
