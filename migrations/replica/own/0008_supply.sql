-- Deliveries that were sent to the server and whose answer has not come: each is sent again as it was.
create table intake (
    step integer primary key,            -- rising; the lowest was sent first
    id blob not null unique,             -- by which the server knows it again
    body blob not null                   -- CBOR of what was sent
) strict;
