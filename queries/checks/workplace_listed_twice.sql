-- check:     workplace_listed_twice
-- source:    workplaces
-- severity:  ask
-- column:    workplace
-- gate:      cell
-- says:      a row above has the same ID
-- fix:       Take out the row that is not right, or give it an ID of its own.
-- status:    found (an ID is one workplace)
select line, 'workplace' as field
from workplaces
where workplace is not null
qualify row_number() over (partition by file, lower(trim(workplace)) order by line) > 1
union all
select line, 'cqc_location' as field
from workplaces
where cqc_location is not null
qualify row_number() over (partition by file, lower(trim(cqc_location)) order by line) > 1
union all
select line, 'ascwds_id' as field
from workplaces
where ascwds_id is not null
qualify row_number() over (partition by file, lower(trim(ascwds_id)) order by line) > 1
