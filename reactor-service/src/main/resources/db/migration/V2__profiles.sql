-- Customers. Every statement of the hot path names account and instance first, so the tables can be distributed later.

create table profile (
    account  bigint not null,
    instance bigint not null,
    id       uuid   not null,           -- the record id of the profile's first event (UUIDv7)
    version  bigint not null,           -- a fresh random value at each write; a write compares it
    state    text   not null,           -- attributes, as offer-engine's ProfileCodec writes them
    primary key (account, instance, id)
) with (fillfactor = 80);

create table identity (
    account  bigint not null,
    instance bigint not null,
    key      text   not null,
    value    text   not null,           -- normalised
    profile  uuid   not null,
    since    uuid   not null,           -- the record id of the event that linked it
    proven   boolean not null,          -- a server said so; what only a browser claimed proves nothing
    erased_until timestamptz,           -- whom it named was erased at that moment, and profile names nobody
    primary key (account, instance, key, value)
);

create index identity_of_profile on identity (account, instance, profile);

-- Who joined whom, and which ids left a profile (for want of room, or since they were never proven), by which event.
create table identity_change (
    account   bigint      not null,
    instance  bigint      not null,
    profile   uuid        not null,     -- the profile that stands afterwards
    change    text        not null check (change in ('merged', 'evicted', 'released', 'stopped')),
    merged    uuid,                     -- the profile that went into it, or that did not, for it had taken in too many
    key       text,                     -- the id that left
    value     text,
    record_id uuid        not null,     -- the event that caused it
    at        timestamptz not null      -- when that event was accepted
);

create index identity_change_of_profile on identity_change (account, instance, profile);

-- Two profiles that are kept apart are told of once, however often they meet.
create unique index identity_change_stopped on identity_change (account, instance, profile, merged)
 where change = 'stopped';

-- How far each consumer group has come. Moves in the transaction of what the group did, by compare-and-set.
create table partition_offset (
    consumer_group text   not null,
    topic          text   not null,
    partition      int    not null,
    topic_id       uuid   not null,
    next_offset    bigint not null,
    leader_epoch   int,                 -- of the last record before it; tells a log that was cut and written anew
    applied_to     timestamptz not null default '-infinity', -- all that was accepted before is done
    primary key (consumer_group, topic, partition)
);

-- The uuids that callers sent, so that an event sent twice counts once.
create table seen_uuid (
    account     bigint      not null,
    instance    bigint      not null,
    uuid        uuid        not null,
    accepted_at timestamptz not null,
    primary key (account, instance, uuid)
);

create index seen_uuid_by_age on seen_uuid (account, instance, accepted_at);

-- What the warehouse knows, keyed by an identity key's normalised value.
create table batch_segment (
    account        bigint not null,
    instance       bigint not null,
    identity_key   text   not null,
    identity_value text   not null,
    segment        text   not null,
    primary key (account, instance, identity_key, identity_value, segment)
);

create table imported_attribute (
    account        bigint not null,
    instance       bigint not null,
    identity_key   text   not null,
    identity_value text   not null,
    attribute      text   not null,
    value          jsonb  not null,
    primary key (account, instance, identity_key, identity_value, attribute)
);
