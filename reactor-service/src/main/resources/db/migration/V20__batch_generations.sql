-- What the warehouse uploads replaces what it uploaded before as a whole, however many rows it has: the rows of the next generation
-- are written beside those of the current one, in as many transactions as it takes; then the pointer moves, in one; then the old
-- rows are deleted at leisure. Readers join rows and pointer in one statement.

create table batch_generation (
    account    bigint not null,
    instance   bigint not null,
    dataset    text   not null,           -- 'segments', 'attributes', or 'catalog/' and its name
    generation bigint not null check (generation > 0),
    primary key (account, instance, dataset)
);

-- Where there is no pointer, generation 0 is current.
alter table batch_segment add column generation bigint not null default 0;
alter table batch_segment drop constraint batch_segment_pkey;
alter table batch_segment
    add primary key (account, instance, identity_key, identity_value, generation, segment);

alter table imported_attribute add column generation bigint not null default 0;
alter table imported_attribute drop constraint imported_attribute_pkey;
alter table imported_attribute
    add primary key (account, instance, identity_key, identity_value, generation, attribute);

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

create function current_generation(of_account bigint, of_instance bigint, of_dataset text) returns bigint
language sql stable as $$
    select coalesce(
        (select generation from batch_generation
          where account = of_account and instance = of_instance and dataset = of_dataset), 0)
$$;
