-- What checks left out of the files in force, by source and rule.
select files.source, faults.severity, faults.code, min(faults.says), count(*)
from build.ledger.faults
join build.ledger.files using (file)
where faults.severity in ('leave out the row', 'leave out the value')
group by files.source, faults.severity, faults.code
order by all
