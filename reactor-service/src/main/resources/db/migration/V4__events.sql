-- The event store: every event that came in, as it was sent. A partition for each day of acceptance (UTC).

create table event (
    accepted_at   timestamptz not null,
    account       bigint      not null,
    instance      bigint      not null,   -- 0: of a table that belongs to no service
    database_name text        not null,
    table_name    text        not null,
    time          timestamptz not null,   -- the event's own time, never later than its acceptance
    record_id     uuid        not null,
    uuid          uuid,                   -- the event's id from its sender
    ids           text[]      not null,   -- "key=value", normalised, most trusted first
    body          json        not null,
    primary key (accepted_at, record_id)  -- an event keeps both when it is driven again, so it is stored once
) partition by range (accepted_at);

create index event_by_table on event (account, instance, database_name, table_name, time);
create index event_by_id on event using gin (ids);

-- Tables that have a partition for each day are cared for alike.
create function day_of(of_table text, day date) returns text language sql immutable as $$
    select of_table || to_char(day, '_YYYYMMDD')
$$;

-- Made apart and then attached, which stops nobody who writes into other days.
create function make_day(of_table text, day date) returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('p13n.days.' || of_table, 0));
    if to_regclass(day_of(of_table, day)) is null then
        execute format('create table %I (like %I including all)', day_of(of_table, day), of_table);
        execute format(
            'alter table %I attach partition %I for values from (%L) to (%L)',
            of_table,
            day_of(of_table, day),
            day::timestamp at time zone 'UTC',
            (day + 1)::timestamp at time zone 'UTC');
    end if;
end $$;

-- Drops whole days; tells how many. Gives up rather than let writers queue behind it for long.
create function drop_days(of_table text, before date) returns int language plpgsql as $$
declare
    old text;
    dropped int := 0;
begin
    perform pg_advisory_xact_lock(hashtextextended('p13n.days.' || of_table, 0));
    perform set_config('lock_timeout', '2s', true);
    for old in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = of_table::regclass and c.relname < day_of(of_table, before)
         order by c.relname
    loop
        execute format('drop table %I', old);
        dropped := dropped + 1;
    end loop;
    return dropped;
end $$;

-- Stores events, each once; tells how many of them were new.
create function store_events(
    of_account bigint, of_instance bigint, accepted timestamptz[], databases text[], tables text[],
    times timestamptz[], record_ids uuid[], uuids uuid[],
    ids text[], -- of each event an array written as text, since arrays of arrays can't be ragged
    bodies text[]
) returns int language plpgsql as $$
declare
    stored int;
begin
    insert into event (accepted_at, account, instance, database_name, table_name, time, record_id, uuid, ids, body)
    select e.accepted_at, of_account, of_instance, e.database_name, e.table_name, e.time, e.record_id, e.uuid,
           e.ids::text[], e.body::json
      from unnest(accepted, databases, tables, times, record_ids, uuids, ids, bodies)
           as e (accepted_at, database_name, table_name, time, record_id, uuid, ids, body)
        on conflict do nothing;
    get diagnostics stored = row_count;
    return stored;
end $$;

-- Stores a batch of events and moves the offsets of the group that stores them, in one round trip: all or nothing, but
-- for events that PostgreSQL will never take. Those are named with its reason, and stop no other.
create function archive_batch(
    of_group text, of_topic text, partitions int[], expected_offsets bigint[], next_offsets bigint[],
    applied_to timestamptz[], leader_epochs int[],
    of_account bigint, of_instance bigint, accepted timestamptz[], databases text[], tables text[],
    times timestamptz[], record_ids uuid[], uuids uuid[], ids text[], bodies text[],
    keys text[], tokens text[], -- the names by which each event came
    out stored int, out refused text[]
) language plpgsql as $$
begin
    -- The log has it all: what a crash takes from the database is consumed again.
    perform set_config('synchronous_commit', 'off', true);
    perform move_offsets(
        of_group, of_topic, partitions, expected_offsets, next_offsets, applied_to, leader_epochs);
    perform refuse_erased(of_account, of_instance, accepted, ids);
    perform note_use(of_account, of_instance, tokens, accepted);
    perform note_use(of_account, 0, keys, accepted);
    refused := '{}';
    begin
        stored := store_events(
            of_account, of_instance, accepted, databases, tables, times, record_ids, uuids, ids, bodies);
        return;
    exception
        when data_exception or integrity_constraint_violation then
            stored := 0; -- one of them is the cause
    end;
    for i in 1 .. cardinality(record_ids) loop
        begin
            stored := stored + store_events(
                of_account, of_instance, accepted[i:i], databases[i:i], tables[i:i], times[i:i], record_ids[i:i],
                uuids[i:i], ids[i:i], bodies[i:i]);
        exception
            when data_exception or integrity_constraint_violation then
                refused := refused || (record_ids[i] || ': SQLSTATE ' || sqlstate);
        end;
    end loop;
end $$;
