-- Receipts as they were first printed, and how often.

create table receipt (
    place integer primary key references own_order (place), -- none where the journal brought the sale back
    snapshot blob not null               -- CBOR of what was first printed
) strict;

create table receipt_print (
    order_id blob primary key,           -- of any till's order
    printed integer not null check (printed > 0) -- copies drawn so far, the first included
) strict, without rowid;
