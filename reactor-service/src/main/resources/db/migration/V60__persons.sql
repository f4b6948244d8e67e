-- All that decides for persons, of one moment: a row for each profile that holds one of the wanted ids; a row for each id
-- (wanted, or of those profiles) of which the warehouse knows something, of the generations that count now.
--
-- One plain query, so that PostgreSQL inlines it into the statement that calls it.
create function persons(of_account bigint, of_instance bigint, id_keys text[], id_values text[])
returns table (
    kind text, id uuid, version bigint, text text, keys text[], "values" text[], since uuid[], proven boolean[],
    segments text[]
) language sql stable as $$
    with wanted as (
        select w.key, w.value from unnest(id_keys, id_values) as w (key, value)
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
    select 'profile', p.id, p.version, p.state, l.keys, l.values, l.since, l.proven, null::text[]
      from (select profile,
                   array_agg(key order by since, key, value) as keys,
                   array_agg(value order by since, key, value) as values,
                   array_agg(since order by since, key, value) as since,
                   array_agg(proven order by since, key, value) as proven
              from linked
             group by profile) l
      join profile p on p.account = of_account and p.instance = of_instance and p.id = l.profile
    union all
    select 'batch', null, null, a.attributes, array[k.key], array[k.value], null, null, s.segments
      from known k
     cross join lateral (
           select array_agg(b.segment) as segments
             from batch_segment b
            where b.account = of_account and b.instance = of_instance
              and b.identity_key = k.key and b.identity_value = k.value
              and b.generation = (select current_generation(of_account, of_instance, 'segments'))) s
     cross join lateral (
           select json_object_agg(m.attribute, m.value)::text as attributes
             from imported_attribute m
            where m.account = of_account and m.instance = of_instance
              and m.identity_key = k.key and m.identity_value = k.value
              and m.generation = (select current_generation(of_account, of_instance, 'attributes'))) a
     where s.segments is not null or a.attributes is not null
$$;
