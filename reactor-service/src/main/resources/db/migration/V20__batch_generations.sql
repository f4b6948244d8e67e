-- What the warehouse uploads counts as a whole from one moment on, however many rows it has: its rows are a generation of their
-- own, written beside those that count, in as many transactions as it takes; then the pointer names it, in one; then the rows
-- that no longer count are deleted at leisure. Readers join rows and pointer in one statement.

create table batch_generation (
    account     bigint   not null,
    instance    bigint   not null,
    dataset     text     not null,                 -- 'segment/', 'attribute/' or 'catalog/', and its name
    generations bigint[] not null default '{0}',   -- whose rows count, rising; where they disagree, the later one's
    gone        bigint[] not null default '{}',    -- whose rows may still be there, and count no longer, or never did
    primary key (account, instance, dataset)
);

-- Where there is no pointer, generation 0 counts. A generation is found by the second index: its entries are equal, so it is small.
alter table batch_segment add column generation bigint not null default 0;
alter table batch_segment drop constraint batch_segment_pkey;
alter table batch_segment
    add primary key (account, instance, identity_key, identity_value, generation, segment);
create index batch_segment_of_generation on batch_segment (account, instance, segment, generation);

alter table imported_attribute add column generation bigint not null default 0;
alter table imported_attribute drop constraint imported_attribute_pkey;
alter table imported_attribute
    add primary key (account, instance, identity_key, identity_value, generation, attribute);
create index imported_attribute_of_generation on imported_attribute (account, instance, attribute, generation);

-- Rows that payloads look up; reactors hold them in memory.
create table catalog_row (
    account    bigint not null,
    instance   bigint not null,
    catalog    text   not null,
    generation bigint not null default 0,
    key        text   not null,
    columns    jsonb  not null,           -- an object: values by the name of their column
    primary key (account, instance, catalog, generation, key)
);

create function current_generations(of_account bigint, of_instance bigint, of_dataset text) returns bigint[]
language sql stable as $$
    select coalesce(
        (select generations from batch_generation
          where account = of_account and instance = of_instance and dataset = of_dataset), '{0}')
$$;
