-- check:     unknown_home_area
-- source:    tracker
-- severity:  ask
-- column:    home_area
-- says:      this area is not in the academy's list of areas, so the person counts in no area
-- fix:       Spell it as in that list, or tell us, and we add this spelling. Leave it blank if the area is not known.
with

names as (
    select lower(trim(unnest(string_split(concat_ws(';', area, aliases), ';')))) as name
    from areas_in_force
)

select line
from tracker
where home_area is not null
    and lower(trim(home_area)) not in (select name from names)
