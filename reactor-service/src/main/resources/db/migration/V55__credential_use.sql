-- When tokens and API keys were last used, to the minute: as the events tell that came by them, so a little later, when they are
-- stored; of master keys also as the admin API tells.
create table credential_use (
    account  bigint      not null,
    instance bigint      not null,   -- the service of a token; 0 for an API key, which belongs to none
    name     text        not null,
    used_at  timestamptz not null,
    primary key (account, instance, name)
);

-- Takes in the names by which somebody came, null where there was none, and when. Writes at most once a minute for each
-- name, however many there are.
create function note_use(of_account bigint, of_instance bigint, names text[], used timestamptz[])
returns void language plpgsql as $$
begin
    insert into credential_use as c (account, instance, name, used_at)
    select of_account, of_instance, u.name, u.used_at
      from (select e.name, date_trunc('minute', max(e.used_at)) as used_at
              from unnest(names, used) as e (name, used_at)
             where e.name is not null
             group by e.name) u
     where not exists (select 1 from credential_use known
                        where known.account = of_account and known.instance = of_instance
                          and known.name = u.name and known.used_at >= u.used_at)
     order by u.name
        on conflict (account, instance, name) do update set used_at = greatest(c.used_at, excluded.used_at);
end $$;
