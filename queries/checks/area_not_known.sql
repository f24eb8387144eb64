-- check:     area_not_known
-- title:     areas that are not in reference/areas.csv
-- source:    one_stop_shop, placements, provision
-- severity:  ask
-- column:    area, placement_area
-- gate:      cell
-- needs:     areas_in_force
-- says:      this area is not in the academy's list of areas, so the row counts in no area
-- fix:       Spell it as in that list, or tell us, and we add this spelling. Leave it blank if the area is not known.
with

names as (
    select lower(trim(unnest(string_split(concat_ws(';', area, aliases), ';')))) as name
    from areas_in_force
)

select line
from file_rows
where lower(trim(area)) not in (select name from names)
