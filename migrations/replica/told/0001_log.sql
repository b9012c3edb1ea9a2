-- told.db holds what the server told this till. Replaceable: deleting the file costs a download.

-- How far each scope of the log was read, with the server's word for it. A position is
-- generation × 2^40 + number, so that positions compare as they follow one another.
create table cursor (
    scope blob primary key,
    position integer not null,
    head blob not null,                  -- of the scope's chain there
    inside integer not null check (inside in (0, 1)), -- the rest of a transaction is still to come
    key integer not null,                -- of the server, by number
    signature blob not null
) strict;

-- What the server lets this till follow, in the order in which it named it.
create table follows (
    slot integer primary key,
    scope blob not null unique
) strict;

-- How far stock levels were heard, by warehouse.
create table level_cursor (
    warehouse blob primary key,
    position integer not null
) strict;

-- What is known of the server's life.
create table server (
    id integer primary key check (id = 1),
    generation integer not null,
    generation_id blob not null,         -- tells a second restore to the same number
    stock_as_of_ms integer,              -- server's clock when the newest stock figure was true
    stock_as_of_offset_min integer
) strict;
insert into server (id, generation, generation_id) values (1, 0, zeroblob(8));

create table server_key (
    key integer primary key,             -- by number
    public_key blob not null
) strict;

-- Rows of a newer kind or version than this program reads: kept, and read after its update.
create table unread_row (
    scope blob not null,
    position integer not null,
    kind text not null,
    version integer not null,
    body blob not null,
    primary key (scope, position)
) strict, without rowid;
