-- check:     workplace_without_workers
-- title:     workplaces without workers
-- source:    ascwds_workplace
-- severity:  ask
-- column:    totalpermtemp
-- gate:      tables
-- needs:     ascwds_staff_beside
-- says:      this workplace has staff, and not one worker record came with the file
-- fix:       Send the staff file of the same export too, or add the worker records in ASC-WDS.
-- status:    found (the two files of an export)
select line
from ascwds_workplace
where total_staff > 0
    and (file, unit, period) not in (
        select (for_file, unit, period)
        from ascwds_staff_beside
        where unit is not null and period is not null
    )
    and unit is not null
    and period is not null
