-- One text for SQLite and PostgreSQL: bigint, text and bytea only; flags are bigint 0 or 1;
-- ids are UUID text; times are milliseconds since 1970 UTC and for people only.

create table server (
    id bigint primary key check (id = 1),
    -- changes when the server was restored from a backup
    generation text not null,
    -- Ed25519, 32 bytes each
    secret_key bytea not null,
    public_key bytea not null,
    created_ms bigint not null
);

create table business (
    id text primary key,
    name text not null,
    -- ISO 4217
    currency text not null,
    -- BusinessSettings as published, CBOR
    settings bytea not null,
    created_ms bigint not null
);

create table warehouse (
    id text primary key,
    business text not null references business (id),
    name text not null
);

create table store (
    id text primary key,
    business text not null references business (id),
    name text not null,
    -- where its goods come from
    warehouse text not null references warehouse (id),
    -- StoreSettings as published, CBOR
    settings bytea not null,
    -- the latest business date an order of this store was booked for; null before the first
    latest_date text
);

create table staff (
    id text primary key,
    business text not null references business (id),
    -- typed or shown at sign-in
    code text not null,
    name text not null,
    role text not null check (role in ('cashier', 'manager', 'admin')),
    -- argon2id, PHC string
    pin_hash text not null,
    active bigint not null check (active in (0, 1)),
    unique (business, code)
);

create table terminal (
    id text primary key,
    business text not null references business (id),
    store text not null references store (id),
    -- starts every receipt number
    code text not null,
    name text not null,
    -- Ed25519 device key
    public_key bytea not null,
    -- the chain's current life, and the last contiguous entry held of it
    incarnation bigint not null,
    seq bigint not null,
    head bytea not null,
    enrolled_ms bigint not null,
    -- what it told last: when, how far it has applied the log, what it has not sent yet
    heard_ms bigint,
    applied bigint not null,
    outbox bigint not null,
    oldest_unsent_ms bigint,
    revoked bigint not null check (revoked in (0, 1)),
    unique (business, code)
);

create table enrol_code (
    -- the code itself is shown once and not kept
    code_hash bytea primary key,
    business text not null references business (id),
    store text not null references store (id),
    terminal_name text not null,
    created_ms bigint not null,
    expires_ms bigint not null,
    -- who used it; null while it can be used
    terminal text references terminal (id)
);

-- The log: one dense row of positions per business.
create table log_head (
    business text primary key references business (id),
    position bigint not null,
    -- hash chain up to that position
    hash bytea not null
);

create table log_entry (
    business text not null references business (id),
    position bigint not null check (position > 0),
    -- position of the first entry of its transaction: readers stop only between transactions
    mark bigint not null,
    -- who receives it: 'business', 'store:ID', 'warehouse:ID' or 'terminal:ID'
    scope text not null,
    -- LogBody, CBOR, encoded once
    body bytea not null,
    hash bytea not null,
    recorded_ms bigint not null,
    primary key (business, position)
);
create index log_entry_scope on log_entry (business, scope, position);

-- What terminals sent, byte for byte.
create table push_batch (
    -- hash of the signed list of entry hashes
    id bytea primary key,
    terminal text not null references terminal (id),
    signature bytea not null,
    -- the entry hashes in order, 32 bytes each
    hashes bytea not null,
    received_ms bigint not null
);

create table entry (
    hash bytea primary key,
    business text not null references business (id),
    terminal text not null references terminal (id),
    incarnation bigint not null,
    seq bigint not null check (seq > 0),
    prev bytea not null,
    -- the fact's name, or 'unreadable'
    kind text not null,
    bytes bytea not null,
    -- personal data beside the chain; may be erased
    attachment bytea,
    batch bytea not null references push_batch (id),
    received_ms bigint not null,
    unique (terminal, incarnation, seq)
);

-- Entries whose claim was already taken by another one: kept and reported, never dropped.
create table fork_entry (
    hash bytea primary key,
    business text not null references business (id),
    terminal text not null references terminal (id),
    incarnation bigint not null,
    seq bigint not null,
    prev bytea not null,
    kind text not null,
    bytes bytea not null,
    attachment bytea,
    batch bytea not null references push_batch (id),
    received_ms bigint not null
);

create table set_aside (
    -- hash in entry or fork_entry
    entry bytea primary key,
    business text not null references business (id),
    terminal text not null references terminal (id),
    seq bigint not null,
    kind text not null,
    code text not null check (code in ('unreadable', 'unknown_reference', 'not_allowed', 'inconsistent', 'fork')),
    reason text not null,
    since_ms bigint not null,
    open bigint not null check (open in (0, 1))
);
create index set_aside_business on set_aside (business, open);

-- What people describe: the Automerge document and the row derived from it.
create table document (
    id text primary key,
    business text not null references business (id),
    kind text not null check (kind in ('product', 'customer')),
    content bytea not null
);

create table product (
    id text primary key references document (id),
    business text not null references business (id),
    sku text not null,
    stocked bigint not null check (stocked in (0, 1)),
    -- Product, CBOR
    content bytea not null,
    unique (business, sku)
);

create table customer (
    id text primary key references document (id),
    business text not null references business (id),
    number text not null,
    -- Customer, CBOR
    content bytea not null,
    unique (business, number)
);

-- Every price there was: a sale is judged by the prices its till could know.
create table price (
    product text not null references product (id),
    -- log position that set it; the highest is in force
    position bigint not null,
    business text not null references business (id),
    amount bigint not null,
    currency text not null,
    primary key (product, position)
);

create table orders (
    id text primary key,
    business text not null references business (id),
    store text not null references store (id),
    terminal text not null references terminal (id),
    -- hash of the fact
    entry bytea not null unique,
    -- as printed; a cloned till may print one twice, which is reported
    number text not null,
    -- log position: who came first
    position bigint not null,
    -- decides the day in every report
    business_date text not null,
    placed_ms bigint not null,
    received_ms bigint not null,
    staff text not null,
    customer text,
    currency text not null,
    net bigint not null,
    tax bigint not null,
    gross bigint not null,
    cash_rounding bigint not null,
    -- 1 when it arrived after a later day had been booked at its store
    late bigint not null check (late in (0, 1)),
    -- Order as printed, CBOR
    content bytea not null
);
create index orders_day on orders (store, business_date);
create index orders_number on orders (business, number);
create index orders_position on orders (business, position);

create table order_line (
    order_id text not null references orders (id),
    line bigint not null,
    warehouse text not null references warehouse (id),
    -- not a reference: a sale of a product nobody knows is booked all the same
    product text not null,
    quantity bigint not null,
    fulfilment text not null check (fulfilment in ('carry_out', 'pickup', 'delivery')),
    -- 1 when the line moves stock
    stocked bigint not null check (stocked in (0, 1)),
    believed_free bigint,
    primary key (order_id, line)
);

create table tender (
    id text primary key,
    business text not null references business (id),
    store text not null references store (id),
    terminal text not null references terminal (id),
    order_id text not null,
    kind text not null,
    -- what counts towards the order
    amount bigint not null,
    tendered bigint not null,
    -- 'asked', 'approved', 'declined', 'unknown', 'voided' or, once in a placed order, 'taken'
    state text not null,
    reference text
);
create index tender_order on tender (order_id);

create table shift (
    id text primary key,
    business text not null references business (id),
    store text not null references store (id),
    terminal text not null references terminal (id),
    staff text,
    business_date text not null,
    float_amount bigint not null,
    opened_ms bigint not null
);

create table review (
    order_id text primary key references orders (id),
    business text not null references business (id),
    store text not null references store (id),
    number text not null,
    stated bigint not null,
    reckoned bigint not null,
    -- JSON list of sentences
    reasons text not null,
    since_ms bigint not null
);

-- Stock: postings are the truth, everything after them can be rebuilt.
create table posting (
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    -- dense per product and warehouse
    version bigint not null,
    business text not null references business (id),
    -- log position of what caused it
    position bigint not null,
    from_account text not null,
    to_account text not null,
    quantity bigint not null check (quantity > 0),
    -- hash of the fact, or of the receipt recorded by the server
    cause bytea not null,
    order_id text,
    staff text,
    recorded_ms bigint not null,
    primary key (warehouse, product, version)
);
create index posting_position on posting (warehouse, product, position);

create table stock_balance (
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    account text not null,
    quantity bigint not null,
    primary key (warehouse, product, account)
);

-- One row per product and warehouse: locked first by whoever changes its stock.
create table stock_level (
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    business text not null references business (id),
    version bigint not null,
    on_hand bigint not null,
    free bigint not null,
    backordered bigint not null,
    primary key (warehouse, product)
);

-- Units bound to an order line.
create table allocation (
    order_id text not null references orders (id),
    line bigint not null,
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    position bigint not null,
    quantity bigint not null check (quantity > 0),
    promise text not null,
    primary key (order_id, line)
);
create index allocation_product on allocation (warehouse, product);

-- Units an order line waits for, or waited for.
create table backorder (
    order_id text not null references orders (id),
    line bigint not null,
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    position bigint not null,
    -- still waiting; 0 once filled
    quantity bigint not null check (quantity >= 0),
    -- the most it ever waited for
    quantity_max bigint not null,
    promise text not null,
    cause text not null,
    -- Shortage: why it waits, CBOR
    shortage bytea not null,
    since_ms bigint not null,
    filled_ms bigint,
    primary key (order_id, line)
);
create index backorder_product on backorder (warehouse, product);

create table count_task (
    id text primary key,
    business text not null references business (id),
    warehouse text not null references warehouse (id),
    product text not null references product (id),
    -- the order that found the shelf fuller than the books
    order_id text not null references orders (id),
    short bigint not null,
    opened_ms bigint not null,
    open bigint not null check (open in (0, 1))
);
create index count_task_product on count_task (warehouse, product, open);

create table goods_receipt (
    id text primary key,
    business text not null references business (id),
    warehouse text not null references warehouse (id),
    -- Fact::GoodsReceived or Fact::StockOpened, CBOR
    content bytea not null,
    staff text,
    backorders_filled bigint not null,
    received_ms bigint not null
);
