-- What the server says to this till about its own entries.

create table set_aside (
    hash blob primary key,               -- of the entry
    seq integer not null,
    kind text not null,
    code text not null,                  -- JSON of the code
    reason text not null,
    at_ms integer not null,
    at_offset_min integer not null,
    is_open integer not null check (is_open in (0, 1))
) strict;

create table verdict (
    hash blob primary key,               -- of the entry that carried the edit
    seq integer not null,
    refused text                         -- why not; null where it was merged
) strict;
