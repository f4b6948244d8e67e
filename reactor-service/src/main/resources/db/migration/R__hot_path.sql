-- What each batch calls. A file that is run anew whenever it is changed, after all others.
--
-- A statement costs its start even if there is nothing to do, which for a batch of one event is most of all: so what is empty is
-- asked first. Plans are made once a connection, on a new system before there are rows, and by a planner that then believes
-- each table to be tiny: so nothing is left to it to choose (see settle_plans). Rows are looked up one by one: a lateral subquery with an
-- offset is not turned into a join of another order. What was found is changed at its place (ctid), if it still is what was expected.
--
-- A cause that the caller can act on has a SQLSTATE of its own:
--   P1O01  an offset has moved: another consumer did this batch, or the database lost its last commits
--   P1C01  a profile or an id was changed by another batch since this one was loaded
--
-- Locks are taken in one order everywhere: offsets, uuids, new ids, known ids, profiles, each in key order. Rows that are only updated
-- are locked as they are updated, in that order, too.

create or replace function move_offsets(
    of_group text, of_topic text, partitions int[], expected bigint[], next bigint[], applied timestamptz[],
    epochs int[]
) returns void language plpgsql as $$
declare
    moved int;
begin
    if cardinality(partitions) = 1 then
        update partition_offset o
           set next_offset = next[1], leader_epoch = epochs[1], applied_to = greatest(o.applied_to, applied[1])
         where o.consumer_group = of_group and o.topic = of_topic and o.partition = partitions[1]
           and o.next_offset = expected[1];
    else
        update partition_offset o
           set next_offset = c.next, leader_epoch = c.epoch, applied_to = greatest(o.applied_to, c.applied)
          from (select h.place, m.expected, m.next, m.applied, m.epoch
                  from (select *
                          from unnest(partitions, expected, next, applied, epochs)
                               as m (partition, expected, next, applied, epoch)
                         order by m.partition
                        offset 0) m
                 cross join lateral (
                       select o.ctid as place from partition_offset o
                        where o.consumer_group = of_group and o.topic = of_topic and o.partition = m.partition
                       offset 0) h) c
         where o.ctid = c.place and o.next_offset = c.expected;
    end if;
    get diagnostics moved = row_count;
    if moved <> cardinality(partitions) then
        raise exception 'offset moved' using errcode = 'P1O01';
    end if;
end $$;

-- All that a batch reads, of one moment, since a stable function sees what its call saw: a row for each profile that holds one of the wanted ids;
-- a row for each id (wanted, or of those profiles) of which the warehouse knows something, of the generations that count now, as far as
-- segments and imported attributes are wanted; a row for each uuid that was seen before; a row for each wanted id that was erased.
drop function if exists load_batch(bigint, bigint, text[], text[], uuid[]); -- as it was before it could be told what is wanted
create or replace function load_batch(
    of_account bigint, of_instance bigint, wanted_keys text[], wanted_values text[], wanted_uuids uuid[],
    want_segments boolean default true, want_attributes boolean default true
) returns table (
    kind text, id uuid, version bigint, text text, keys text[], "values" text[], since uuid[], proven boolean[],
    segments text[], accepted_at timestamptz
) stable language plpgsql as $$
#variable_conflict use_column
begin
    return query
    with wanted as (
        select w.key, w.value from unnest(wanted_keys, wanted_values) as w (key, value)
    ), hit as (
        select w.key, w.value, i.profile, i.erased_until
          from wanted w
         cross join lateral (
               select i.profile, i.erased_until from identity i
                where i.account = of_account and i.instance = of_instance and i.key = w.key and i.value = w.value
               offset 0) i
    ), linked as (
        select i.profile, i.key, i.value, i.since, i.proven
          from (select distinct profile from hit) f
         cross join lateral (
               select i.profile, i.key, i.value, i.since, i.proven from identity i
                where i.account = of_account and i.instance = of_instance and i.profile = f.profile
               offset 0) i
    ), known as (
        select key, value from wanted union select key, value from linked
    )
    select 'profile', p.id, p.version, p.state, l.keys, l.values, l.since, l.proven,
           null::text[], null::timestamptz
      from (select profile,
                   array_agg(key order by since, key, value) as keys,
                   array_agg(value order by since, key, value) as values,
                   array_agg(since order by since, key, value) as since,
                   array_agg(proven order by since, key, value) as proven
              from linked
             group by profile) l
     cross join lateral (
           select p.id, p.version, p.state from profile p
            where p.account = of_account and p.instance = of_instance and p.id = l.profile
           offset 0) p
    union all
    select 'batch', null, null, a.attributes, array[k.key], array[k.value], null, null, s.segments, null
      from known k
     cross join lateral (
           select array_agg(distinct b.segment) as segments
             from batch_segment b
             left join batch_generation g
               on g.account = of_account and g.instance = of_instance and g.dataset = 'segment/' || b.segment
            where want_segments and b.account = of_account and b.instance = of_instance
              and b.identity_key = k.key and b.identity_value = k.value
              and b.generation = any (coalesce(g.generations, '{0}'))) s
     cross join lateral (
           select json_object_agg(m.attribute, m.value order by m.generation)::text as attributes -- the last of a name counts
             from imported_attribute m
             left join batch_generation g
               on g.account = of_account and g.instance = of_instance and g.dataset = 'attribute/' || m.attribute
            where want_attributes and m.account = of_account and m.instance = of_instance
              and m.identity_key = k.key and m.identity_value = k.value
              and m.generation = any (coalesce(g.generations, '{0}'))) a
     where s.segments is not null or a.attributes is not null
    union all
    select 'erased', h.profile, null, null, array[h.key], array[h.value], null, null, null, h.erased_until
      from hit h
     where h.erased_until is not null;
    if cardinality(wanted_uuids) > 0 then
        return query
        select 'uuid', u.uuid, null::bigint, null, null::text[], null::text[], null::uuid[], null::boolean[],
               null::text[], u.accepted_at
          from seen_uuid u
         where u.account = of_account and u.instance = of_instance and u.uuid = any (wanted_uuids);
    end if;
end $$;

-- What one batch of events changed, all or nothing.
create or replace function commit_batch(
    of_account bigint, of_instance bigint,
    of_group text, of_topic text, partitions int[], expected_offsets bigint[], next_offsets bigint[],
    applied_to timestamptz[], leader_epochs int[],
    -- uuids: expected time null = new
    uuids uuid[], expected_times timestamptz[], new_times timestamptz[],
    -- profiles: expected version null = new; state null = merged into another
    profile_ids uuid[], expected_versions bigint[], new_versions bigint[], states text[],
    -- ids: expected profile null = new; new profile null = names nobody any more; both null = still names nobody
    id_keys text[], id_values text[], expected_profiles uuid[], new_profiles uuid[], id_since uuid[],
    id_proven boolean[],
    -- journal
    change_profiles uuid[], changes text[], change_merged uuid[], change_keys text[], change_values text[],
    change_record_ids uuid[], change_times timestamptz[]
) returns void language plpgsql as $$
declare
    known int; -- of the profiles those that are there already
    gone int;  -- of these those that go away
    done int;
    nothing text; -- a call that is assigned is evaluated alone; to perform it would start a statement
begin
    -- The log has it all: what a crash takes from the database is consumed again.
    nothing := set_config('synchronous_commit', 'off', true);
    -- Shared by all batches of the service, unless one is alone (see take_service_alone).
    nothing := pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    nothing := move_offsets(
        of_group, of_topic, partitions, expected_offsets, next_offsets, applied_to, leader_epochs);

    if cardinality(uuids) > 0 then
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
        update seen_uuid s
           set accepted_at = c.accepted
          from (select h.place, u.expected, u.accepted
                  from (select *
                          from unnest(uuids, expected_times, new_times) as u (uuid, expected, accepted)
                         where u.expected is not null
                         order by u.uuid
                        offset 0) u
                 cross join lateral (
                       select s.ctid as place from seen_uuid s
                        where s.account = of_account and s.instance = of_instance
                          and s.uuid = u.uuid and s.accepted_at = u.expected
                       offset 0) h) c
         where s.ctid = c.place and s.accepted_at is not distinct from c.expected;
        get diagnostics done = row_count;
        if done <> (select count(*) from unnest(expected_times) as e (accepted) where e.accepted is not null) then
            raise exception 'uuid taken' using errcode = 'P1C01';
        end if;
    end if;

    if cardinality(id_keys) > 0 then
        insert into identity (account, instance, key, value, profile, since, proven)
        -- What still names nobody is there for the length of this commit: who links it meanwhile waits, and finds that out.
        select of_account, of_instance, i.key, i.value, coalesce(i.new_profile, i.since), i.since, i.proven
          from unnest(id_keys, id_values, expected_profiles, new_profiles, id_since, id_proven)
               as i (key, value, expected, new_profile, since, proven)
         where i.expected is null
         order by i.key, i.value
            on conflict do nothing;
        get diagnostics done = row_count;
        if done <> (select count(*) from unnest(expected_profiles) as e (profile) where e.profile is null) then
            raise exception 'id taken' using errcode = 'P1C01';
        end if;

        perform 1
           from (select c.key, c.value
                   from unnest(id_keys, id_values, expected_profiles) as c (key, value, expected)
                  where c.expected is not null
                  order by c.key, c.value) c
          cross join lateral (
                select 1 from identity i
                 where i.account = of_account and i.instance = of_instance and i.key = c.key and i.value = c.value
                   for update) i;
        update identity i
           set profile = c.new_profile, since = c.since, proven = c.proven, erased_until = null
          from (select h.place, u.expected, u.new_profile, u.since, u.proven
                  from unnest(id_keys, id_values, expected_profiles, new_profiles, id_since, id_proven)
                       as u (key, value, expected, new_profile, since, proven)
                 cross join lateral (
                       select i.ctid as place from identity i
                        where i.account = of_account and i.instance = of_instance
                          and i.key = u.key and i.value = u.value and i.profile = u.expected
                       offset 0) h
                 where u.new_profile is not null) c
         where i.ctid = c.place and i.profile is not distinct from c.expected;
        get diagnostics done = row_count;
        if done <> (select count(*) from unnest(expected_profiles, new_profiles) as e (expected, new_profile)
                     where e.expected is not null and e.new_profile is not null) then
            raise exception 'id moved' using errcode = 'P1C01';
        end if;
        delete from identity i
         using (select h.place, u.expected
                  from (select u.key, u.value, coalesce(u.expected, u.since) as expected
                          from unnest(id_keys, id_values, expected_profiles, new_profiles, id_since)
                               as u (key, value, expected, new_profile, since)
                         where u.new_profile is null) u
                 cross join lateral (
                       select i.ctid as place from identity i
                        where i.account = of_account and i.instance = of_instance
                          and i.key = u.key and i.value = u.value and i.profile = u.expected
                       offset 0) h) c
         where i.ctid = c.place and i.profile is not distinct from c.expected;
        get diagnostics done = row_count;
        if done <> cardinality(new_profiles) - cardinality(array_remove(new_profiles, null)) then
            raise exception 'id moved' using errcode = 'P1C01';
        end if;
    end if;

    if cardinality(profile_ids) > 0 then
        known := cardinality(array_remove(expected_versions, null));
        gone := cardinality(profile_ids) - cardinality(array_remove(states, null));
        if gone > 0 then -- locked in one order with those that stay
            perform 1 from profile p
             where p.account = of_account and p.instance = of_instance and p.id = any (profile_ids)
             order by p.id
               for update;
        end if;
        if known < cardinality(profile_ids) then
            insert into profile (account, instance, id, version, state)
            select of_account, of_instance, p.id, p.new_version, p.state
              from unnest(profile_ids, expected_versions, new_versions, states) as p (id, expected, new_version, state)
             where p.expected is null;
        end if;
        if known > gone then
            update profile p
               set version = c.new_version, state = c.state
              from (select h.place, u.expected, u.new_version, u.state
                      from (select *
                              from unnest(profile_ids, expected_versions, new_versions, states)
                                   as u (id, expected, new_version, state)
                             where u.state is not null and u.expected is not null
                             order by u.id
                            offset 0) u
                     cross join lateral (
                           select p.ctid as place from profile p
                            where p.account = of_account and p.instance = of_instance
                              and p.id = u.id and p.version = u.expected
                           offset 0) h) c
             where p.ctid = c.place and p.version is not distinct from c.expected;
            get diagnostics done = row_count;
            if done <> known - gone then
                raise exception 'profile changed' using errcode = 'P1C01';
            end if;
        end if;
        if gone > 0 then
            delete from profile p
             using (select h.place, u.expected
                      from unnest(profile_ids, expected_versions, states) as u (id, expected, state)
                     cross join lateral (
                           select p.ctid as place from profile p
                            where p.account = of_account and p.instance = of_instance
                              and p.id = u.id and p.version = u.expected
                           offset 0) h
                     where u.state is null) c
             where p.ctid = c.place and p.version is not distinct from c.expected;
            get diagnostics done = row_count;
            if done <> gone then
                raise exception 'profile changed' using errcode = 'P1C01';
            end if;
        end if;
    end if;

    if cardinality(change_profiles) > 0 then
        insert into identity_change (account, instance, profile, change, merged, key, value, record_id, at)
        select of_account, of_instance, j.*
          from unnest(change_profiles, changes, change_merged, change_keys, change_values,
                      change_record_ids, change_times) as j
            on conflict do nothing;
    end if;
end $$;

select settle_plans(f) from unnest(array['load_batch', 'commit_batch']) as f;
