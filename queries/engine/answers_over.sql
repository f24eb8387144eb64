-- One row per place in the outbox whose answers are all to files that were tried again
-- since, so that what is said there is over.
select feedback.path
from academy.ledger.feedback
join academy.ledger.files using (file)
group by feedback.path
having bool_and(files.verdict = 'tried again')
order by feedback.path
