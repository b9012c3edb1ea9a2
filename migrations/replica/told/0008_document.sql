-- Changes of documents, so that one can be loaded when somebody edits it.

create table document_change (
    position integer primary key,
    document text not null,              -- product or customer
    document_id blob not null,
    change blob not null                 -- raw change of the document
) strict;
create index document_change_id on document_change (document_id, position);
