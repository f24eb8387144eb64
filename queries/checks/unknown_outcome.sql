-- check:     unknown_outcome
-- title:     outcomes of courses that we do not know
-- source:    course_records
-- severity:  ask
-- column:    outcome
-- gate:      cell
-- says:      we do not know this outcome
-- fix:       Use completed, passed, in progress, not started, withdrawn, cancelled, failed or did not attend.
-- status:    assumed (what learning systems call an outcome)
select line
from course_records
where outcome not in (
    'completed', 'complete', 'passed', 'achieved', 'in progress', 'ongoing', 'started', 'enrolled',
    'incomplete', 'not started', 'not yet started', 'not completed', 'not attempted', 'withdrawn',
    'cancelled', 'failed', 'not passed', 'not achieved', 'did not attend', 'left'
)
