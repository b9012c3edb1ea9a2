-- What is searched. Words are parted before they come here, so the index parts them at spaces alone: a sign of any
-- script stays in its word. Prefixes of one to ten letters have lists of their own, as before.
drop table product_search;
drop table customer_search;

create virtual table product_search using fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10', tokenize = 'ascii'
);
create virtual table customer_search using fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3 4 5 6 7 8 9 10', tokenize = 'ascii'
);

-- How the text was folded that products, customers and orders are found by; none has been, without a row.
create table told_fold (
    id integer primary key check (id = 1),
    version integer not null
) strict;
