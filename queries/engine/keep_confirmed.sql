-- Keeps of each question of the batch that is confirmed that it is.
update academy.ledger.faults
set severity = 'confirmed'
from temp.main.confirmed as confirmed
where faults.file = confirmed.file
    and faults.line = confirmed.line
    and faults.code = confirmed.code
    and faults.field is not distinct from confirmed.field
    and faults.severity = 'ask'
