-- When tokens were last used, to the minute: as the events tell that came by them, so a little later, when they are stored.
create table token_use (
    account  bigint      not null,
    instance bigint      not null,
    token    text        not null,   -- its name
    used_at  timestamptz not null,
    primary key (account, instance, token)
);

-- Takes in the names by which events of a service came; those of API keys begin with key/. Writes at most once a minute
-- for each token, however many events there are.
create function note_token_use(of_account bigint, of_instance bigint, names text[], accepted timestamptz[])
returns void language plpgsql as $$
begin
    insert into token_use as t (account, instance, token, used_at)
    select of_account, of_instance, u.token, u.used_at
      from (select name as token, date_trunc('minute', max(accepted_at)) as used_at
              from unnest(names, accepted) as e (name, accepted_at)
             where not starts_with(name, 'key/')
             group by name) u
     where not exists (select 1 from token_use known
                        where known.account = of_account and known.instance = of_instance
                          and known.token = u.token and known.used_at >= u.used_at)
     order by u.token
        on conflict (account, instance, token) do update set used_at = greatest(t.used_at, excluded.used_at);
end $$;
