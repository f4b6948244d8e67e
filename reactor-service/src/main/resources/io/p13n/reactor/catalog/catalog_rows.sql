-- The whole current generation of one catalog, in one statement, so of one moment; one row without a key where it is empty.
select g.generation, r.key, r.columns::text as columns
  from (select current_generation(:account, :instance, 'catalog/' || :catalog) as generation) g
  left join catalog_row r
    on r.account = :account and r.instance = :instance and r.catalog = :catalog and r.generation = g.generation
