-- check:     completed_before_enrolled
-- title:     courses completed before they began
-- source:    course_records
-- severity:  leave out the value
-- column:    completed_on
-- gate:      cell
-- after:     enrolled_on
-- says:      this date is before the day on which the person enrolled
-- fix:       Put one of the two dates right.
-- status:    found (an end cannot come first)
select line
from course_records
where completed_on < enrolled_on
