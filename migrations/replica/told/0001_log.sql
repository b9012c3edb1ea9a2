-- told.db holds what the server told this till. Replaceable: deleting the file costs a download.
-- How far the log was read, and what of it only a newer program understands.

create table cursor (
    id integer primary key check (id = 1),
    position integer not null,           -- how far the log was read
    hash blob not null,                  -- of the log there
    filtered integer not null,           -- last position that passed this till's filter
    stock_as_of_ms integer,              -- server's clock when the newest stock figure was true
    stock_as_of_offset_min integer
) strict;
insert into cursor (id, position, hash, filtered) values (1, 0, zeroblob(32), 0);

create table unread_log (
    position integer primary key,
    body blob not null                   -- written by a newer server than this till understands; kept, not applied
) strict;
