-- How the text was folded that this till's sales are found by; none has been, without a row.
create table own_fold (
    id integer primary key check (id = 1),
    version integer not null
) strict;
