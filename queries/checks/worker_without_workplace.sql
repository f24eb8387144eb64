-- check:     worker_without_workplace
-- title:     workers without a workplace
-- source:    ascwds_staff
-- severity:  ask
-- column:    localestid
-- gate:      tables
-- needs:     ascwds_workplace_beside
-- says:      the workplace file of this export does not have this worker's workplace
-- fix:       Send the workplace file of the same export again, with this workplace in it.
-- status:    found (the two files of an export)
select min(line) as line
from ascwds_staff
where unit is not null
    and period is not null
    and (file, unit, period) not in (
        select (for_file, unit, period)
        from ascwds_workplace_beside
        where unit is not null and period is not null
    )
group by file, unit
