-- What decisions were made upon, so that they can be made again to say why. A partition for each day of acceptance (UTC).
-- The event itself is in the event store, under the same accepted_at and record_id; the definition in definition_version.

create table decision (
    accepted_at timestamptz not null,
    account     bigint      not null,
    instance    bigint      not null,
    record_id   uuid        not null,
    uuid        uuid        not null,   -- what the answer called the event, X-Event-Uuid
    definition  bigint      not null,   -- the version that decided
    public      boolean     not null,   -- whether a browser sent the event
    profile     uuid        not null,   -- as the event found it
    state       text        not null,   -- its attributes, as offer-engine's ProfileCodec writes them
    basis       text        not null,   -- all else that decided, and the offers returned, as its BasisCodec writes them
    primary key (accepted_at, record_id)
) partition by range (accepted_at);

create index decision_by_uuid on decision (account, instance, uuid);
create index decision_of_profile on decision (account, instance, profile);

-- Keeps decisions, but for those of persons who were erased since; tells how many of each. One that is there already stays.
create function keep_decisions(
    of_account bigint, of_instance bigint, accepted timestamptz[], record_ids uuid[], uuids uuid[],
    definitions bigint[], publics boolean[], profiles uuid[], states text[], bases text[],
    out kept int, out erased int
) language plpgsql as $$
declare
    gone uuid[] := '{}';
begin
    perform set_config('synchronous_commit', 'off', true);
    -- As a commit does: while somebody is erased nothing is written, and who comes afterwards sees the tombstones.
    perform pg_advisory_xact_lock_shared(service_lock(of_account, of_instance));
    if exists (select 1 from identity i
                where i.account = of_account and i.instance = of_instance
                  and i.erased_until > (select min(a) from unnest(accepted) as a)) then
        gone := array(
            select distinct d.record_id
              from unnest(accepted, record_ids, bases) as d (accepted_at, record_id, basis)
             cross join lateral (
                   select json_array_elements(d.basis::json -> 'ids') as id
                   union all
                   select json_array_elements(d.basis::json -> 'joining')) named
              join identity i on i.account = of_account and i.instance = of_instance
                   and i.key = named.id ->> 0 and i.value = named.id ->> 1
             where i.erased_until > d.accepted_at);
    end if;
    insert into decision
           (accepted_at, account, instance, record_id, uuid, definition, public, profile, state, basis)
    select d.accepted_at, of_account, of_instance, d.record_id, d.uuid, d.definition, d.public, d.profile, d.state,
           d.basis
      from unnest(accepted, record_ids, uuids, definitions, publics, profiles, states, bases)
           as d (accepted_at, record_id, uuid, definition, public, profile, state, basis)
     where d.record_id <> all (gone)
        on conflict do nothing;
    get diagnostics kept = row_count;
    erased := cardinality(gone);
end $$;

select settle_plans('keep_decisions');
