-- What a batch reads and writes, planned once a connection.
--
-- Left to itself the planner looks at the arrays of each call: that costs more than the work of a small batch, and for a large one it
-- reads whole tables, since it believes the arrays to be longer than the tables' statistics are young. Each of these statements
-- means the same few index look-ups a row, however many customers there are. So its plan is made without looking, and by indexes.

-- All that a batch reads, in one statement, so of one moment: a row for each profile that holds one of the wanted ids;
-- a row for each id (wanted, or of those profiles) of which the warehouse knows something, of the generations that count now;
-- a row for each uuid that was seen before; a row for each wanted id that was erased.
create function load_batch(
    of_account bigint, of_instance bigint, wanted_keys text[], wanted_values text[], wanted_uuids uuid[]
) returns table (
    kind text, id uuid, version bigint, text text, keys text[], "values" text[], since uuid[], proven boolean[],
    segments text[], accepted_at timestamptz
) stable language plpgsql as $$
#variable_conflict use_column
begin
    return query
    with wanted as (
        select w.key, w.value from unnest(wanted_keys, wanted_values) as w (key, value)
    ), found as (
        select distinct i.profile
          from wanted w
          join identity i on i.account = of_account and i.instance = of_instance and i.key = w.key and i.value = w.value
    ), linked as (
        select i.profile, i.key, i.value, i.since, i.proven
          from found f
          join identity i on i.account = of_account and i.instance = of_instance and i.profile = f.profile
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
      join profile p on p.account = of_account and p.instance = of_instance and p.id = l.profile
    union all
    select 'batch', null, null, a.attributes, array[k.key], array[k.value], null, null, s.segments, null
      from known k
     cross join lateral (
           select array_agg(distinct b.segment) as segments
             from batch_segment b
             left join batch_generation g
               on g.account = of_account and g.instance = of_instance and g.dataset = 'segment/' || b.segment
            where b.account = of_account and b.instance = of_instance
              and b.identity_key = k.key and b.identity_value = k.value
              and b.generation = any (coalesce(g.generations, '{0}'))) s
     cross join lateral (
           select json_object_agg(m.attribute, m.value order by m.generation)::text as attributes -- the last of a name counts
             from imported_attribute m
             left join batch_generation g
               on g.account = of_account and g.instance = of_instance and g.dataset = 'attribute/' || m.attribute
            where m.account = of_account and m.instance = of_instance
              and m.identity_key = k.key and m.identity_value = k.value
              and m.generation = any (coalesce(g.generations, '{0}'))) a
     where s.segments is not null or a.attributes is not null
    union all
    select 'uuid', u.uuid, null, null, null, null, null, null, null, u.accepted_at
      from seen_uuid u
     where u.account = of_account and u.instance = of_instance and u.uuid = any (wanted_uuids)
    union all
    select 'erased', i.profile, null, null, array[i.key], array[i.value], null, null, null, i.erased_until
      from wanted w
      join identity i on i.account = of_account and i.instance = of_instance and i.key = w.key and i.value = w.value
     where i.erased_until is not null;
end $$;

-- Lets a function of the hot path, and what it calls, make its plans so.
create function settle_plans(of_function text) returns void language plpgsql as $$
begin
    execute format('alter function %I set plan_cache_mode = force_generic_plan', of_function);
    execute format('alter function %I set enable_seqscan = off', of_function);
    execute format('alter function %I set enable_hashjoin = off', of_function);
    execute format('alter function %I set enable_mergejoin = off', of_function);
    execute format('alter function %I set jit = off', of_function);
end $$;

select settle_plans(f) from unnest(array['load_batch', 'commit_batch', 'archive_batch']) as f;
