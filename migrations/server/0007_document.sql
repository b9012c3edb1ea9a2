-- What people describe: the Automerge document of each product and customer that somebody edited. The others follow
-- from their rows. The row's version is the document's as well.

create table document (
    business bytea not null references business (id),
    id bytea not null,
    kind text not null,
    -- every change, each after those it builds on
    content bytea not null,
    primary key (business, id)
);
