-- What time takes away, in small bites: each call is a transaction of a few milliseconds that waits for no batch.

create index identity_change_by_age on identity_change (account, instance, at);

-- Looks at the next profiles in the order of their ids, which is that of their first events, and deletes those of them
-- whose latest event (member l of the state, in milliseconds) is older than the moment, with their ids. One that a batch
-- works on right now is passed over; a batch that has loaded one which goes meets a conflict and loads again.
--
-- Tells where to go on, null at the end, and how many went.
create function expire_profiles(
    of_account bigint, of_instance bigint, after uuid, idle_since timestamptz, most int,
    out go_on uuid, out expired int
) language plpgsql as $$
declare
    idle_ms bigint := extract(epoch from idle_since) * 1000;
    newest  uuid   := lpad(to_hex(idle_ms), 12, '0') || repeat('0', 20);
    idle    uuid[];
begin
    perform set_config('synchronous_commit', 'off', true);
    perform pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    with seen as (
        select p.id, coalesce((p.state::json ->> 'l')::bigint, 0) as latest_ms
          from profile p
         where p.account = of_account and p.instance = of_instance and p.id > after and p.id < newest
         order by p.id
         limit most)
    select array_agg(id) filter (where latest_ms < idle_ms),
           case when count(*) = most then (array_agg(id order by id desc))[1] end
      into idle, go_on
      from seen;
    -- As everywhere: ids before profiles, each in key order. Of a profile all ids, or it stays.
    with held as (
        select i.profile from identity i
         where i.account = of_account and i.instance = of_instance and i.profile = any (idle)
         order by i.key, i.value
           for update skip locked)
    select array_agg(p.id) into idle
      from unnest(idle) as p (id)
     where (select count(*) from held where held.profile = p.id)
           = (select count(*) from identity i
               where i.account = of_account and i.instance = of_instance and i.profile = p.id);
    idle := array(
        select p.id from profile p
         where p.account = of_account and p.instance = of_instance and p.id = any (idle)
           and coalesce((p.state::json ->> 'l')::bigint, 0) < idle_ms
         order by p.id
           for update skip locked);
    delete from identity i where i.account = of_account and i.instance = of_instance and i.profile = any (idle);
    delete from profile p where p.account = of_account and p.instance = of_instance and p.id = any (idle);
    get diagnostics expired = row_count;
end $$;

-- Deletes tombstones of erased ids, at most so many; tells how many.
create function expire_tombstones(of_account bigint, of_instance bigint, before timestamptz, most int) returns int
language plpgsql as $$
declare
    done int;
begin
    delete from identity i
     where (i.account, i.instance, i.key, i.value) in (
           select e.account, e.instance, e.key, e.value from identity e
            where e.account = of_account and e.instance = of_instance and e.erased_until < before
            order by e.key, e.value
            limit most
              for update skip locked)
       and i.erased_until < before;
    get diagnostics done = row_count;
    return done;
end $$;

-- Deletes entries of the journal, at most so many; tells how many.
create function expire_journal(of_account bigint, of_instance bigint, before timestamptz, most int) returns int
language plpgsql as $$
declare
    done int;
begin
    delete from identity_change c
     where c.ctid = any (array(
           select e.ctid from identity_change e
            where e.account = of_account and e.instance = of_instance and e.at < before
            limit most));
    get diagnostics done = row_count;
    return done;
end $$;
