-- What waivers let through of the rows in force of a build, with the place of each.
select
    files.source,
    files.name,
    files.received,
    faults.place,
    coalesce(faults.field, ''),
    faults.says
from build.ledger.faults
join build.ledger.files using (file)
where faults.severity = 'waived'
    and exists (
        from build.ledger.in_force
        where in_force.file = faults.file
            and in_force.unit = faults.unit
            and (faults.period is null or in_force.period is not distinct from faults.period)
    )
order by files.received, files.file, faults.line, faults.code, faults.field
