-- Payments, as rows to report from, and what every document did to which account.

create table payment (
    business bytea not null,
    id bytea not null,
    -- null where there was none: an order that came by another way than a counter
    store bytea,
    terminal bytea,
    method text not null,
    -- 'in' to the shop, 'out' to the customer
    direction text not null,
    -- null while nothing was taken
    number text/*bytewise*/,
    currency text,
    -- what counts, of all that it settles
    amount bigint not null,
    tendered bigint not null,
    -- 'asked', 'declined', 'unknown', 'taken', 'voided', or 'reversal' of another
    state text not null,
    -- the payment that it takes back
    reverses bytea,
    reference text,
    shift bytea,
    business_date text/*bytewise*/,
    -- hash of the entry that said so last
    entry bytea not null,
    primary key (business, id)
);

-- What of a payment counts towards a document, an order for instance.
create table payment_settled (
    business bytea not null,
    document bytea not null,
    payment bytea not null,
    amount bigint not null,
    primary key (business, document, payment)
) /*clustered*/;

-- An entry that carries postings.
create table money_document (
    business bytea not null,
    -- of the entry
    position bigint not null,
    entry bytea not null,
    kind text not null,
    class text not null,
    currency text not null,
    store bytea,
    shift bytea,
    business_date text/*bytewise*/ not null,
    primary key (business, position)
) /*clustered*/;

create table money_posting (
    business bytea not null,
    -- of the document
    position bigint not null,
    -- counts the entry's postings from 0
    number bigint not null,
    account text/*bytewise*/ not null,
    -- what the account is of: an id's sixteen bytes, a code's letters
    account_key bytea not null,
    -- signed; those of an entry sum to nothing
    amount bigint not null,
    primary key (business, position, number)
) /*clustered*/;
