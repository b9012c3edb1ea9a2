-- Wrong PINs in a row.

create table pin_attempt (
    staff blob primary key,
    failures integer not null,           -- wrong ones in a row, counted before they are judged
    locked_until_ms integer not null     -- by the till's clock
) strict;
