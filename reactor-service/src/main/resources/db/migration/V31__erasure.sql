-- Erasing a person. An erased id leaves a tombstone in identity: erased_until says since when nothing older may count for
-- it, and profile is a random id that no profile has. So whoever had loaded the id before meets a conflict, and whoever
-- comes later replaces the tombstone by compare-and-set like any other link.
--
--   P1E01  the person has an id that was not named; name it too and try again
--   P1E02  an event belongs to a person who was erased after it was read; read the erasures and try again

create index identity_erased on identity (account, erased_until) where erased_until is not null;

create index identity_change_of_id on identity_change (account, instance, key, value) where key is not null;

-- What was erased when, without naming anybody: a row comes when all of it is done. Digests that are on the topic
-- p13n.erasures and not here tell that the database came back from before, or that the work was broken off.
create table erasure (
    receipt      uuid        primary key default gen_random_uuid(),
    account      bigint      not null,
    instance     bigint      not null,
    erased_until timestamptz not null,
    digests      text[]      not null,
    profiles     int         not null,
    events       bigint      not null,
    dead_letters int         not null,
    done_at      timestamptz not null default now()
);

create index erasure_of_service on erasure (account, instance, done_at);

-- All ids of whoever holds one of these, and these.
create function ids_of_person(of_account bigint, of_instance bigint, id_keys text[], id_values text[])
returns table (id_key text, id_value text) language sql stable as $$
    select w.key, w.value from unnest(id_keys, id_values) as w (key, value)
    union
    select i.key, i.value
      from unnest(id_keys, id_values) as w (key, value)
      join identity h on h.account = of_account and h.instance = of_instance and h.key = w.key and h.value = w.value
      join identity i on i.account = of_account and i.instance = of_instance and i.profile = h.profile
     order by 1, 2
$$;

-- Erases the profiles of a person who has these ids and no other, and all that refers to them. No batch of the service
-- commits meanwhile, and none that has loaded the person before commits afterwards. Tells how many profiles they were.
create function erase_person(
    of_account bigint, of_instance bigint, id_keys text[], id_values text[], until timestamptz
) returns int language plpgsql as $$
declare
    gone    uuid[];
    history uuid[];
begin
    perform set_config('synchronous_commit', 'on', true);
    perform take_service_alone(of_account, of_instance);
    if (select count(*) from ids_of_person(of_account, of_instance, id_keys, id_values))
       > (select count(*) from (select distinct k, v from unnest(id_keys, id_values) as w (k, v)) named) then
        raise exception 'the person has another id' using errcode = 'P1E01';
    end if;
    gone := array(
        select distinct i.profile
          from unnest(id_keys, id_values) as w (key, value)
          join identity i on i.account = of_account and i.instance = of_instance and i.key = w.key and i.value = w.value
         where i.erased_until is null);

    insert into identity as i (account, instance, key, value, profile, since, proven, erased_until)
    select of_account, of_instance, w.key, w.value, gen_random_uuid(), gen_random_uuid(), false, until
      from (select distinct key, value from unnest(id_keys, id_values) as w (key, value)) w
     order by w.key, w.value
        on conflict (account, instance, key, value) do update
       set profile = excluded.profile, since = excluded.since, proven = false,
           erased_until = greatest(i.erased_until, excluded.erased_until);
    delete from profile p where p.account = of_account and p.instance = of_instance and p.id = any (gone);

    with recursive met (profile) as (
        select unnest(gone)
        union
        select c.merged from met join identity_change c
            on c.account = of_account and c.instance = of_instance and c.profile = met.profile and c.change = 'merged'
    ) select array_agg(profile) into history from met;
    -- What was decided of them, and of whoever had one of their ids for a while.
    delete from decision d
     where d.account = of_account and d.instance = of_instance
       and d.profile = any (history || array(
           select c.profile
             from unnest(id_keys, id_values) as w (key, value)
             join identity_change c on c.account = of_account and c.instance = of_instance
                  and c.key = w.key and c.value = w.value));
    delete from identity_change c
     where c.account = of_account and c.instance = of_instance and c.profile = any (history);
    delete from identity_change c using unnest(id_keys, id_values) as w (key, value)
     where c.account = of_account and c.instance = of_instance and c.key = w.key and c.value = w.value;

    delete from batch_segment b using unnest(id_keys, id_values) as w (key, value)
     where b.account = of_account and b.instance = of_instance
       and b.identity_key = w.key and b.identity_value = w.value;
    delete from imported_attribute b using unnest(id_keys, id_values) as w (key, value)
     where b.account = of_account and b.instance = of_instance
       and b.identity_key = w.key and b.identity_value = w.value;

    return cardinality(gone);
end $$;

create function archive_lock(of_account bigint) returns bigint language sql immutable as $$
    select hashtextextended('p13n.archive.' || of_account, 0)
$$;

-- Stops a batch of the archive that was read before one of its persons was erased. Shared by all batches of the account;
-- who erases takes the lock alone for a moment, so none that began before is still at work.
create function refuse_erased(of_account bigint, of_instance bigint, accepted timestamptz[], ids text[])
returns void language plpgsql as $$
begin
    perform pg_advisory_xact_lock_shared(archive_lock(of_account));
    if not exists (select 1 from identity i
                    where i.account = of_account
                      and i.erased_until > (select min(a) from unnest(accepted) as a)) then
        return; -- nearly always
    end if;
    if exists (
        select 1
          from unnest(accepted, ids) as e (accepted_at, ids)
         cross join lateral unnest(e.ids::text[]) as id
          join identity i on i.account = of_account and (of_instance = 0 or i.instance = of_instance)
               and i.key = split_part(id, '=', 1) and i.value = substr(id, strpos(id, '=') + 1)
         where i.erased_until > e.accepted_at) then
        raise exception 'erased meanwhile' using errcode = 'P1E02';
    end if;
end $$;

-- Deletes events of a person, at most so many, and what was decided upon them; tells how many events. Those of tables without a
-- service too.
create function erase_events(of_account bigint, of_instance bigint, of_ids text[], until timestamptz, most int)
returns int language plpgsql as $$
declare
    done int;
begin
    perform set_config('synchronous_commit', 'on', true);
    perform pg_advisory_xact_lock(archive_lock(of_account));
    with doomed as (
        select d.tableoid, d.ctid, d.accepted_at, d.record_id from event d
         where d.account = of_account and d.instance in (of_instance, 0) and d.accepted_at < until
           and d.ids && of_ids
         limit most
    ), decided as (
        delete from decision k using doomed where k.accepted_at = doomed.accepted_at and k.record_id = doomed.record_id)
    delete from event e using doomed where e.tableoid = doomed.tableoid and e.ctid = doomed.ctid;
    get diagnostics done = row_count;
    return done;
end $$;
