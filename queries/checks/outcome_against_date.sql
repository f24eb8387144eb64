-- check:     outcome_against_date
-- title:     outcomes of courses beside the date completed
-- source:    course_records
-- severity:  ask
-- column:    completed_on
-- gate:      cell
-- says:      the outcome and the date completed do not go together: a completed course has a date, and no other has
-- fix:       Put in the day on which it was completed, or leave the date blank if it was not.
-- status:    assumed (what learning systems call an outcome)
select line
from course_records
where completed_on is null and outcome in ('completed', 'complete', 'passed', 'achieved')
    or completed_on is not null and outcome in (
        'in progress', 'ongoing', 'started', 'enrolled', 'incomplete', 'not started', 'not yet started',
        'not completed', 'not attempted', 'withdrawn', 'cancelled'
    )
