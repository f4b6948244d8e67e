-- States of over 2 KB are compressed at each write; lz4 takes less time for it than PostgreSQL's own method, which a server that was
-- built without lz4 stays with. What is written already stays as it is until it is written again.

do $$
begin
    if exists (select from pg_settings where name = 'default_toast_compression' and 'lz4' = any (enumvals)) then
        execute 'alter table profile alter column state set compression lz4';
    end if;
end $$;
