-- check:     area_without_parent
-- source:    areas
-- severity:  ask
-- column:    parent
-- gate:      cell
-- says:      the area it belongs to is not in the list
-- fix:       Add that area to the list, or spell it as there.
-- status:    found (areas.csv is a tree)
select line
from areas
where parent is not null
    and (file, lower(trim(parent))) not in (select (file, lower(trim(area))) from areas where area is not null)
