-- What operators configure. admin-api owns these tables and publishes the current versions to Kafka.

-- One row for each account ("account/1") and each personalization service ("service/1/2"). Its lock orders publications.
create table definition (
    subject text primary key,
    version bigint not null check (version > 0)
);

-- Every version that ever was, with who applied it. Rows are only ever added.
create table definition_version (
    subject    text        not null references definition (subject) deferrable initially deferred,
    version    bigint      not null check (version > 0),
    deleted    boolean     not null default false,
    document   text        not null,
    applied_by text        not null,
    applied_at timestamptz not null default now(),
    primary key (subject, version)
);

-- What was last applied from the folder of documents, so that a start undoes no rollback.
create table applied_file (
    file       text        primary key,
    digest     text        not null,
    applied_at timestamptz not null default now()
);
