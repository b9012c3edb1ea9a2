-- A drawer's working periods.

create table shift (
    place integer primary key references entry (place), -- of the entry that opened it; the newest is the open one
    id blob not null unique,
    business_date text not null,         -- fixed at opening
    opened_ms integer not null,
    opened_offset_min integer not null,
    float_amount integer not null
) strict;
