-- Units sold here that the server has not posted yet.

create table stock_usage (
    product blob not null,
    order_id blob not null,
    line integer not null,
    quantity integer not null check (quantity > 0), -- thousandths sold here; counts until a level is true at or after the order's position
    primary key (product, order_id, line)
) strict, without rowid;
