-- Deletes what is told of uploads that ended, at most so many; tells how many. What they brought stays: batch_generation holds
-- which generations count and which are to go, and never looks here; ids are not given again.
create function expire_imports(of_account bigint, of_instance bigint, before timestamptz, most int) returns int
language plpgsql as $$
declare
    done int;
begin
    delete from batch_import b
     where b.id in (
           select e.id from batch_import e
            where e.account = of_account and e.instance = of_instance and e.state <> 'running' and e.ended_at < before
            order by e.id
            limit most
              for update skip locked);
    get diagnostics done = row_count;
    return done;
end $$;
