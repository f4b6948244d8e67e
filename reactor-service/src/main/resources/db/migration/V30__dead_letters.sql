-- The dead letters that are open: neither applied since, nor discarded, nor erased. The letters themselves are in Kafka.
-- A row comes in the transaction that moves the offset past its record, and goes in the one that applies it when it is
-- driven again; so it counts once, however often it is driven, and whatever backup the database came back from.
create table dead_letter (
    account  bigint      not null,
    instance bigint      not null,
    origin   text        not null,   -- topic id/partition/offset of the record that failed first
    since    timestamptz not null default now(),
    primary key (account, instance, origin)
);
