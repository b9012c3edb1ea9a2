-- Changes of documents that somebody edited, so that one can be loaded when somebody edits it
-- again. A document without any here follows from its row.
create table document_change (
    document text not null,              -- product or customer
    document_id blob not null,
    position integer not null,           -- of the row they came with
    changes blob not null,               -- raw changes, one after the other
    primary key (document_id, document, position)
) strict, without rowid;
