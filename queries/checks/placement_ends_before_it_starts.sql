-- check:     placement_ends_before_it_starts
-- title:     placements that end before they start
-- source:    placements
-- severity:  leave out the value
-- column:    completed_on
-- gate:      cell
-- after:     started_on
-- says:      this date is before the start of the placement
-- fix:       Put one of the two dates right.
-- status:    found (an end cannot come first)
select line, field
from placements
unpivot (day for field in (planned_end_on, completed_on, left_on))
where day < started_on
