-- All that a batch reads, in one statement, so of one moment: a row for each profile that holds one of the wanted ids;
-- a row for each id (wanted, or of those profiles) of which the warehouse knows something, of the generations that count now;
-- a row for each uuid that was seen before.
with wanted as (
    select w.key, w.value from unnest(:keys, :values) as w (key, value)
), found as (
    select distinct i.profile
      from wanted w
      join identity i on i.account = :account and i.instance = :instance and i.key = w.key and i.value = w.value
), linked as (
    select i.profile, i.key, i.value, i.since, i.proven
      from found f
      join identity i on i.account = :account and i.instance = :instance and i.profile = f.profile
), known as (
    select key, value from wanted union select key, value from linked
)
select 'profile' as kind, p.id, p.version, p.state as text, l.keys, l.values, l.since, l.proven,
       null::text[] as segments, null::timestamptz as accepted_at
  from (select profile,
               array_agg(key order by since, key, value) as keys,
               array_agg(value order by since, key, value) as values,
               array_agg(since order by since, key, value) as since,
               array_agg(proven order by since, key, value) as proven
          from linked
         group by profile) l
  join profile p on p.account = :account and p.instance = :instance and p.id = l.profile
union all
select 'batch', null, null, a.attributes, array[k.key], array[k.value], null, null, s.segments, null
  from known k
 cross join lateral (
       select array_agg(b.segment) as segments
         from batch_segment b
        where b.account = :account and b.instance = :instance
          and b.identity_key = k.key and b.identity_value = k.value
          and b.generation = (select current_generation(:account, :instance, 'segments'))) s
 cross join lateral (
       select json_object_agg(m.attribute, m.value)::text as attributes
         from imported_attribute m
        where m.account = :account and m.instance = :instance
          and m.identity_key = k.key and m.identity_value = k.value
          and m.generation = (select current_generation(:account, :instance, 'attributes'))) a
 where s.segments is not null or a.attributes is not null
union all
select 'uuid', u.uuid, null, null, null, null, null, null, null, u.accepted_at
  from seen_uuid u
 where u.account = :account and u.instance = :instance and u.uuid = any (:uuids)
union all
select 'erased', i.profile, null, null, array[i.key], array[i.value], null, null, null, i.erased_until
  from wanted w
  join identity i on i.account = :account and i.instance = :instance and i.key = w.key and i.value = w.value
 where i.erased_until is not null
