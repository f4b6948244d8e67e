-- What one batch of events changed, in one round trip, all or nothing.
--
-- A cause that the caller can act on has a SQLSTATE of its own:
--   P1O01  an offset has moved: another consumer did this batch, or the database lost its last commits
--   P1C01  a profile or an id was changed by another batch since this one was loaded
--
-- Locks are taken in one order everywhere: offsets, uuids, new ids, known ids, profiles, each in key order.

create function move_offsets(
    of_group text, of_topic text, partitions int[], expected bigint[], next bigint[], applied timestamptz[],
    epochs int[]
) returns void language plpgsql as $$
declare
    moved int;
begin
    perform 1 from partition_offset o
     where o.consumer_group = of_group and o.topic = of_topic and o.partition = any (partitions)
     order by o.partition
       for update;
    update partition_offset o
       set next_offset = m.next, leader_epoch = m.epoch, applied_to = greatest(o.applied_to, m.applied)
      from unnest(partitions, expected, next, applied, epochs) as m (partition, expected, next, applied, epoch)
     where o.consumer_group = of_group and o.topic = of_topic
       and o.partition = m.partition and o.next_offset = m.expected;
    get diagnostics moved = row_count;
    if moved <> cardinality(partitions) then
        raise exception 'offset moved' using errcode = 'P1O01';
    end if;
end $$;

create function commit_batch(
    of_account bigint, of_instance bigint,
    of_group text, of_topic text, partitions int[], expected_offsets bigint[], next_offsets bigint[],
    applied_to timestamptz[], leader_epochs int[],
    -- uuids: expected time null = new
    uuids uuid[], expected_times timestamptz[], new_times timestamptz[],
    -- profiles: expected version null = new; state null = merged into another
    profile_ids uuid[], expected_versions bigint[], new_versions bigint[], states text[],
    -- ids: expected profile null = new; new profile null = names nobody any more
    id_keys text[], id_values text[], expected_profiles uuid[], new_profiles uuid[], id_since uuid[],
    id_proven boolean[],
    -- journal
    change_profiles uuid[], changes text[], change_merged uuid[], change_keys text[], change_values text[],
    change_record_ids uuid[], change_times timestamptz[]
) returns void language plpgsql as $$
declare
    done int;
begin
    -- The log has it all: what a crash takes from the database is consumed again.
    perform set_config('synchronous_commit', 'off', true);
    -- Shared by all batches of the service, unless one is alone (see take_service_alone).
    perform pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    perform move_offsets(
        of_group, of_topic, partitions, expected_offsets, next_offsets, applied_to, leader_epochs);

    insert into seen_uuid (account, instance, uuid, accepted_at)
    select of_account, of_instance, u.uuid, u.accepted
      from unnest(uuids, expected_times, new_times) as u (uuid, expected, accepted)
     where u.expected is null
     order by u.uuid
        on conflict do nothing;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(expected_times) as e (accepted) where e.accepted is null) then
        raise exception 'uuid taken' using errcode = 'P1C01';
    end if;
    perform 1 from seen_uuid s
     where s.account = of_account and s.instance = of_instance and s.uuid = any (uuids)
     order by s.uuid
       for update;
    update seen_uuid s
       set accepted_at = u.accepted
      from unnest(uuids, expected_times, new_times) as u (uuid, expected, accepted)
     where s.account = of_account and s.instance = of_instance and s.uuid = u.uuid and s.accepted_at = u.expected;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(expected_times) as e (accepted) where e.accepted is not null) then
        raise exception 'uuid taken' using errcode = 'P1C01';
    end if;

    insert into identity (account, instance, key, value, profile, since, proven)
    select of_account, of_instance, i.key, i.value, i.new_profile, i.since, i.proven
      from unnest(id_keys, id_values, expected_profiles, new_profiles, id_since, id_proven)
           as i (key, value, expected, new_profile, since, proven)
     where i.expected is null
     order by i.key, i.value
        on conflict do nothing;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(expected_profiles) as e (profile) where e.profile is null) then
        raise exception 'id taken' using errcode = 'P1C01';
    end if;

    perform 1 from identity i join unnest(id_keys, id_values, expected_profiles) as c (key, value, expected)
               on i.key = c.key and i.value = c.value
     where i.account = of_account and i.instance = of_instance and c.expected is not null
     order by i.key, i.value
       for update of i;
    update identity i
       set profile = c.new_profile, since = c.since, proven = c.proven, erased_until = null
      from unnest(id_keys, id_values, expected_profiles, new_profiles, id_since, id_proven)
           as c (key, value, expected, new_profile, since, proven)
     where i.account = of_account and i.instance = of_instance and i.key = c.key and i.value = c.value
       and i.profile = c.expected and c.new_profile is not null;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(expected_profiles, new_profiles) as e (expected, new_profile)
                 where e.expected is not null and e.new_profile is not null) then
        raise exception 'id moved' using errcode = 'P1C01';
    end if;
    delete from identity i
     using unnest(id_keys, id_values, expected_profiles, new_profiles) as c (key, value, expected, new_profile)
     where i.account = of_account and i.instance = of_instance and i.key = c.key and i.value = c.value
       and i.profile = c.expected and c.new_profile is null;

    perform 1 from profile p
     where p.account = of_account and p.instance = of_instance and p.id = any (profile_ids)
     order by p.id
       for update;
    insert into profile (account, instance, id, version, state)
    select of_account, of_instance, p.id, p.new_version, p.state
      from unnest(profile_ids, expected_versions, new_versions, states) as p (id, expected, new_version, state)
     where p.expected is null;
    update profile p
       set version = c.new_version, state = c.state
      from unnest(profile_ids, expected_versions, new_versions, states) as c (id, expected, new_version, state)
     where p.account = of_account and p.instance = of_instance and p.id = c.id
       and p.version = c.expected and c.state is not null;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(expected_versions, states) as e (expected, state)
                 where e.expected is not null and e.state is not null) then
        raise exception 'profile changed' using errcode = 'P1C01';
    end if;
    delete from profile p
     using unnest(profile_ids, expected_versions, states) as c (id, expected, state)
     where p.account = of_account and p.instance = of_instance and p.id = c.id
       and p.version = c.expected and c.state is null;
    get diagnostics done = row_count;
    if done <> (select count(*) from unnest(states) as e (state) where e.state is null) then
        raise exception 'profile changed' using errcode = 'P1C01';
    end if;

    insert into identity_change (account, instance, profile, change, merged, key, value, record_id, at)
    select of_account, of_instance, j.*
      from unnest(change_profiles, changes, change_merged, change_keys, change_values,
                  change_record_ids, change_times) as j
        on conflict do nothing;
end $$;

create function service_lock(of_account bigint, of_instance bigint) returns bigint
language sql immutable as $$
    select hashtextextended('p13n.service.' || of_account || '/' || of_instance, 0)
$$;

-- For a batch that others kept changing under its feet: until the transaction ends, no other batch of the service
-- commits.
create function take_service_alone(of_account bigint, of_instance bigint) returns void
language sql as $$
    select pg_advisory_xact_lock(service_lock(of_account, of_instance))
$$;
