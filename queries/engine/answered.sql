-- One row per answer that was written: the file that it answers, and where it lies
-- in the outbox.
select file, path
from academy.ledger.feedback
order by file
