-- Which generation of each catalog counts now.
select c.name, current_generation(:account, :instance, 'catalog/' || c.name) as generation
  from unnest(:catalogs) as c (name)
