-- What has reached the topic of each definition; another than its version while a publication is due. A table of its
-- own, for who publishes holds the rows of definition, and who changes definitions locks that table.
create table published_definition (
    subject text   primary key,
    version bigint not null
);

-- The keys and tokens that need remembering beyond the documents, by the digest that the account's document gives them.
create table credential (
    account    bigint not null,
    digest     text   not null,
    made_at    timestamptz,             -- the admin API made it, so only the admin API takes it away
    revoked_at timestamptz,             -- it left the account's document, and never comes back
    primary key (account, digest)
);

-- Who changed what, when, from where. Rows are only ever added, in the transaction of the change.
create table audit (
    id         bigint      generated always as identity primary key,
    account    bigint      not null,
    at         timestamptz not null default now(),
    who        text        not null,    -- the name of the API key, or what else brought it
    action     text        not null,
    subject    text        not null,
    address    text,                    -- absent for what came at a start
    request_id text
);

create index audit_of_account on audit (account, id desc);
