-- What the server says to this till about its own entries.
create table set_aside (
    hash blob primary key,               -- of the entry
    is_open integer not null check (is_open in (0, 1)),
    seq integer not null,
    position integer not null,           -- of the row it came with
    body blob not null
) strict;

create table verdict (
    hash blob primary key,               -- of the entry that carried the edit
    position integer not null,           -- of the row it came with
    refused blob                         -- the reason; null where it was merged
) strict;
