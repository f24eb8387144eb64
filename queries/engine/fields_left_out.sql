-- The columns of a source of which some value was left out.
select distinct faults.field
from academy.ledger.faults
join academy.ledger.files using (file)
where files.source = ? and faults.severity = 'leave out the value' and faults.field is not null
order by faults.field
