-- The cart on the counter, and the sales it became.

-- Completing a sale does not touch these two: a cart whose order exists is over, and what is
-- left of it goes with the next one's first step.
create table cart (
    id integer primary key check (id = 1),
    order_id blob not null,              -- what it becomes
    body blob not null                   -- CBOR of the cart, kept after every step
) strict;

create table cart_undo (
    step integer primary key,            -- rising; the highest is taken back first
    order_id blob not null,              -- of the cart
    body blob not null                   -- CBOR of the cart before the step
) strict;

create table own_order (
    place integer primary key references entry (place), -- of the entry that placed it and holds it
    id blob not null unique,
    search text not null                 -- folded words of number and customer
) strict;

-- The payments that this till recorded for an order.
create table own_payment (
    order_id blob not null,
    place integer not null references entry (place), -- of the entry that took or voided it
    primary key (order_id, place)
) strict, without rowid;

-- The numbers drawn; the next of a series is one above its last.
create table document_number (
    kind text not null,                  -- of document
    series text not null,                -- empty for a kind's only one
    incarnation integer not null,
    sequence integer not null check (sequence > 0),
    place integer not null references entry (place), -- of the entry that drew it
    primary key (kind, series, incarnation, sequence)
) strict, without rowid;
