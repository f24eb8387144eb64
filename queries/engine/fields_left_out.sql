-- The columns of each source of which some value was left out.
select distinct files.source, faults.field
from academy.ledger.faults
join academy.ledger.files using (file)
where faults.severity = 'leave out the value' and faults.field is not null and files.source is not null
order by files.source, faults.field
