-- What the warehouse uploads, one row an upload. Its id is the generation of its rows (see V20), so of two uploads for the same
-- data the later one has the higher. A row in state running that has not moved for a while was left by a replica that ended.

create table batch_import (
    id            bigint      generated always as identity primary key,
    account       bigint      not null,
    instance      bigint      not null,
    target        text        not null,     -- as people call it
    datasets      text[]      not null,     -- what it is about, as batch_generation calls it
    replaces      boolean     not null,     -- all that was there before, or only what it names anew
    state         text        not null default 'running' check (state in ('running', 'done', 'failed')),
    failure       text,
    rows_read     bigint      not null default 0,
    rows_written  bigint      not null default 0,
    rows_rejected bigint      not null default 0,
    rejects       text        not null default '[]',    -- the first of them, as JSON; places and reasons, never values
    bytes_read    bigint      not null default 0,
    bytes_total   bigint,                   -- absent where the sender did not say
    who           text        not null,
    address       text        not null,
    request_id    text        not null,
    started_at    timestamptz not null default now(),
    moved_at      timestamptz not null default now(),
    ended_at      timestamptz
);

create index batch_import_of_service on batch_import (account, instance, id desc);
create index batch_import_running on batch_import (account, instance) where state = 'running';

-- Ends an upload that came to nothing; its rows, which never counted, are to go.
create function fail_import(of_id bigint, why text) returns void language sql as $$
    with failed as (
        update batch_import set state = 'failed', failure = why, ended_at = now()
         where id = of_id and state = 'running'
        returning id, account, instance, datasets)
    insert into batch_generation as g (account, instance, dataset, gone)
    select f.account, f.instance, d, array[f.id] from failed f cross join unnest(f.datasets) as d order by d
        on conflict (account, instance, dataset) do update set gone = g.gone || excluded.gone
$$;

-- Ends those that did not move since a moment: whoever took them ended.
create function fail_abandoned_imports(before timestamptz) returns void language sql as $$
    select fail_import(id, 'the replica that took it ended') from batch_import
     where state = 'running' and moved_at < before
$$;

-- Begins an upload, or names another one that is under way for the same data.
create function begin_import(
    of_account bigint, of_instance bigint, of_target text, of_datasets text[], of_replaces boolean, of_bytes bigint,
    of_who text, of_address text, of_request_id text, out begun bigint, out under_way bigint
) language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('p13n.import.' || of_account || '.' || of_instance, 0));
    select id into under_way from batch_import
     where account = of_account and instance = of_instance and state = 'running' and datasets && of_datasets
     limit 1;
    if under_way is null then
        insert into batch_import (account, instance, target, datasets, replaces, bytes_total, who, address, request_id)
        values (of_account, of_instance, of_target, of_datasets, of_replaces, of_bytes, of_who, of_address, of_request_id)
        returning id into begun;
    end if;
end $$;

-- Makes all rows of an upload count from now on, for everybody at once. False if it was ended meanwhile.
create function publish_import(of_id bigint) returns boolean language plpgsql as $$
declare
    done batch_import;
begin
    perform set_config('synchronous_commit', 'on', true);
    update batch_import set state = 'done', ended_at = now(), moved_at = now()
     where id = of_id and state = 'running'
    returning * into done;
    if not found then
        return false;
    end if;
    -- Who is erased meanwhile is alone in the service. Who was erased since it began does not come back by it.
    perform pg_advisory_xact_lock_shared(service_lock(done.account, done.instance));
    delete from batch_segment b using identity i
     where i.account = done.account and i.erased_until > done.started_at and i.instance = done.instance
       and b.account = done.account and b.instance = done.instance
       and b.identity_key = i.key and b.identity_value = i.value and b.generation = of_id;
    delete from imported_attribute b using identity i
     where i.account = done.account and i.erased_until > done.started_at and i.instance = done.instance
       and b.account = done.account and b.instance = done.instance
       and b.identity_key = i.key and b.identity_value = i.value and b.generation = of_id;
    insert into batch_generation as g (account, instance, dataset, generations, gone)
    select done.account, done.instance, d,
           case when done.replaces then array[of_id] else array[0, of_id] end,
           case when done.replaces then array[0] else '{}' end
      from unnest(done.datasets) as d
     order by d
        on conflict (account, instance, dataset) do update
       set generations = case when done.replaces then array[of_id] else g.generations || of_id end,
           gone = case when done.replaces then g.gone || g.generations else g.gone end;
    return true;
end $$;

-- Deletes rows that do not count, at most so many; null if there are none.
create function sweep_generation(of_account bigint, of_instance bigint, of_dataset text, most int) returns int
language plpgsql as $$
declare
    kind text := split_part(of_dataset, '/', 1);
    name text := substr(of_dataset, strpos(of_dataset, '/') + 1);
    old  bigint;
    done int;
begin
    perform pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    select gone[1] into old from batch_generation
     where account = of_account and instance = of_instance and dataset = of_dataset
       for update;
    if old is null then
        return null;
    end if;
    case kind
    when 'segment' then
        delete from batch_segment where ctid = any (array(
            select ctid from batch_segment
             where account = of_account and instance = of_instance and segment = name and generation = old
             limit most));
    when 'attribute' then
        delete from imported_attribute where ctid = any (array(
            select ctid from imported_attribute
             where account = of_account and instance = of_instance and attribute = name and generation = old
             limit most));
    when 'catalog' then
        delete from catalog_row where ctid = any (array(
            select ctid from catalog_row
             where account = of_account and instance = of_instance and catalog = name and generation = old
             limit most));
    end case;
    get diagnostics done = row_count;
    if done < most then
        update batch_generation set gone = array_remove(gone, old)
         where account = of_account and instance = of_instance and dataset = of_dataset;
    end if;
    return done;
end $$;

-- Moves rows of the second oldest generation that counts into the oldest, at most so many; null if there is but one. The data
-- stay the same at every moment.
create function fold_generation(of_account bigint, of_instance bigint, of_dataset text, most int) returns int
language plpgsql as $$
declare
    kind   text := split_part(of_dataset, '/', 1);
    name   text := substr(of_dataset, strpos(of_dataset, '/') + 1);
    oldest bigint;
    later  bigint;
    keys   text[];
    ids    text[];
begin
    perform pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    select generations[1], generations[2] into oldest, later from batch_generation
     where account = of_account and instance = of_instance and dataset = of_dataset
       for update;
    if later is null then
        return null;
    end if;
    case kind
    when 'segment' then
        select array_agg(identity_key), array_agg(identity_value) into keys, ids from (
            select identity_key, identity_value from batch_segment
             where account = of_account and instance = of_instance and segment = name and generation = later
             limit most) r;
        delete from batch_segment b using unnest(keys, ids) as w (key, id)
         where b.account = of_account and b.instance = of_instance and b.identity_key = w.key and b.identity_value = w.id
           and b.segment = name and b.generation = oldest;
        update batch_segment b set generation = oldest from unnest(keys, ids) as w (key, id)
         where b.account = of_account and b.instance = of_instance and b.identity_key = w.key and b.identity_value = w.id
           and b.segment = name and b.generation = later;
    when 'attribute' then
        select array_agg(identity_key), array_agg(identity_value) into keys, ids from (
            select identity_key, identity_value from imported_attribute
             where account = of_account and instance = of_instance and attribute = name and generation = later
             limit most) r;
        delete from imported_attribute b using unnest(keys, ids) as w (key, id)
         where b.account = of_account and b.instance = of_instance and b.identity_key = w.key and b.identity_value = w.id
           and b.attribute = name and b.generation = oldest;
        update imported_attribute b set generation = oldest from unnest(keys, ids) as w (key, id)
         where b.account = of_account and b.instance = of_instance and b.identity_key = w.key and b.identity_value = w.id
           and b.attribute = name and b.generation = later;
    when 'catalog' then
        select array_agg(key) into ids from (
            select key from catalog_row
             where account = of_account and instance = of_instance and catalog = name and generation = later
             limit most) r;
        delete from catalog_row
         where account = of_account and instance = of_instance and catalog = name and generation = oldest
           and key = any (ids);
        update catalog_row set generation = oldest
         where account = of_account and instance = of_instance and catalog = name and generation = later
           and key = any (ids);
    end case;
    if coalesce(cardinality(ids), 0) < most then
        update batch_generation set generations = array_remove(generations, later)
         where account = of_account and instance = of_instance and dataset = of_dataset;
    end if;
    return coalesce(cardinality(ids), 0);
end $$;
