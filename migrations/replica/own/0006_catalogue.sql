-- What was changed about products here and is not judged yet.

create table edit (
    place integer primary key references entry (place), -- of the entry that carries it
    hash blob not null,                  -- of that entry: the server's verdict names it
    document text not null,              -- product or customer
    document_id blob not null,
    fields blob not null                 -- CBOR of the edited fields; overlays the row until the verdict
) strict;
create index edit_document on edit (document_id);

create table price_edit (
    place integer primary key references entry (place), -- of the entry that carries it
    hash blob not null,                  -- of that entry: the server's verdict names it
    product blob not null,
    list blob not null,                  -- with the product the key of the price, as in told.db
    quantity_break integer not null,
    valid_from text not null,
    valid_to text not null,
    amount integer not null,
    currency text not null,
    base_position integer not null       -- of the price it replaces; overlays while that one still stands
) strict;
create index price_edit_product on price_edit (product);
