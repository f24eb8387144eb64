-- check:     records_against_total
-- title:     worker records against total staff
-- source:    ascwds_workplace
-- severity:  ask
-- column:    totalpermtemp
-- gate:      tables
-- needs:     ascwds_staff_beside
-- says:      your total number of staff and the number of worker records are far apart
-- fix:       Add the missing worker records in ASC-WDS, take out those who have left, or put the total right.
-- status:    found (measures.json: apart by 5 or more and a tenth); assumed (a tenth of their mean)
with

records as (
    select for_file, unit, period, count(*) as records
    from ascwds_staff_beside
    group by for_file, unit, period
)

select ascwds_workplace.line
from ascwds_workplace
join records
    on  records.for_file = ascwds_workplace.file
    and records.unit = ascwds_workplace.unit
    and records.period = ascwds_workplace.period
where abs(total_staff - records) >= 5
    and 20 * abs(total_staff - records) >= total_staff + records
