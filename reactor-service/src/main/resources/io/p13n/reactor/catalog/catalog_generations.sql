-- The latest of the generations that count now, of each catalog.
select c.name, g.generations[cardinality(g.generations)] as generation
  from unnest(:catalogs) as c (name)
 cross join lateral current_generations(:account, :instance, 'catalog/' || c.name) as g (generations)
