-- check:     end_before_start
-- source:    tracker
-- severity:  leave out the value
-- column:    placement_completed_on
-- gate:      cell
-- says:      by the dates in this row, it was completed before it started
-- fix:       Put one of the two dates right.
-- status:    found (an end cannot come first)
select line, 'placement_completed_on' as field
from tracker
where placement_completed_on < placement_started_on
    and placement_started_on <= received_on -- another rule tells of a start that is still to come
union all
select line, 'course_completed_on' as field
from tracker
where course_completed_on < course_started_on
    and course_started_on <= received_on
