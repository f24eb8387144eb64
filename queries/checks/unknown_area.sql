-- check:     unknown_area
-- source:    workplaces
-- severity:  ask
-- column:    area
-- says:      this area is not in reference/areas.csv, so the workplace counts in no area
-- fix:       Spell it as there, or add the spelling to the aliases there.
with

names as (
    select lower(trim(unnest(string_split(concat_ws(';', area, aliases), ';')))) as name
    from areas_in_force
)

select line
from workplaces
where area is not null
    and lower(trim(area)) not in (select name from names)
