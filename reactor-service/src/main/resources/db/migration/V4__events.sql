-- The event store: every event that came in, as it was sent. A partition for each day of acceptance (UTC).

create table event (
    accepted_at   timestamptz not null,
    account       bigint      not null,
    instance      bigint      not null,
    database_name text        not null,
    table_name    text        not null,
    time          timestamptz not null,   -- the event's own time
    record_id     uuid        not null,
    uuid          uuid,                   -- the event's id from its sender
    ids           text[]      not null,   -- "key=value", normalised, most trusted first
    body          json        not null
) partition by range (accepted_at);

create index event_by_table on event (account, instance, database_name, table_name, time);

create function make_event_day(day date) returns void language plpgsql as $$
begin
    execute format(
        'create table if not exists %I partition of event for values from (%L) to (%L)',
        'event_' || to_char(day, 'YYYYMMDD'),
        day::timestamp at time zone 'UTC',
        (day + 1)::timestamp at time zone 'UTC');
exception
    when duplicate_table or unique_violation then
        null; -- another replica made it at the same moment
end $$;

-- Stores a batch of events and moves the offsets of the group that stores them, in one round trip.
create function archive_batch(
    of_group text, of_topic text, partitions int[], expected_offsets bigint[], next_offsets bigint[],
    applied_to timestamptz[],
    of_account bigint, of_instance bigint, accepted timestamptz[], databases text[], tables text[],
    times timestamptz[], record_ids uuid[], uuids uuid[],
    ids text[], -- of each event one JSON array, since arrays of arrays can't be ragged
    bodies text[]
) returns void language plpgsql as $$
begin
    perform set_config('synchronous_commit', 'off', true);
    perform move_offsets(of_group, of_topic, partitions, expected_offsets, next_offsets, applied_to);
    insert into event (accepted_at, account, instance, database_name, table_name, time, record_id, uuid, ids, body)
    select e.accepted_at, of_account, of_instance, e.database_name, e.table_name, e.time, e.record_id, e.uuid,
           array(select json_array_elements_text(e.ids::json)), e.body::json
      from unnest(accepted, databases, tables, times, record_ids, uuids, ids, bodies)
           as e (accepted_at, database_name, table_name, time, record_id, uuid, ids, body);
end $$;
