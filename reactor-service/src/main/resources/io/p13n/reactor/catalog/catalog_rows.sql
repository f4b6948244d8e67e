-- All of one catalog that counts now, in one statement, so of one moment; one row without a key where it is empty.
select g.generations[cardinality(g.generations)] as generation, r.key, r.columns::text as columns
  from (select current_generations(:account, :instance, 'catalog/' || :catalog) as generations) g
  left join lateral (
       select distinct on (key) key, columns
         from catalog_row
        where account = :account and instance = :instance and catalog = :catalog and generation = any (g.generations)
        order by key, generation desc) r on true
