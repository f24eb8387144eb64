-- One row per workplace of the reference list, with its area as the tree
-- spells it. The area is null where the tree does not have it.
with

names as (
    select area, lower(trim(unnest(string_split(concat_ws(';', area, aliases), ';')))) as name
    from areas
),

known as (
    select name, min(area) as area
    from names
    group by name
)

select
    workplaces.workplace,
    workplaces.name,
    workplaces.employer,
    workplaces.employer_name,
    known.area,
    workplaces.service,
    workplaces.in_scope_from,
    workplaces.in_scope_until
from workplaces
left join known
    on known.name = lower(trim(workplaces.area))
