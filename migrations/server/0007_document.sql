-- What people describe: the Automerge document of each product and customer.

create table document (
    business bytea not null references business (id),
    id bytea not null,
    kind text not null,
    -- rises with every change
    version bigint not null,
    content bytea not null,
    primary key (business, id)
);
