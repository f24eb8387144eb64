-- check:     left_to_care_more_than_left
-- source:    provider_return
-- severity:  leave out the value
-- column:    left_to_care
-- gate:      cell
-- after:     care_left, other_left, left_to_care
-- says:      more people left for another care employer than left at all
-- fix:       Those who left for another care employer are part of those who left. Put one of the numbers right.
-- status:    found (return.json: of those who left)
select line
from provider_return
where left_to_care > care_left + other_left
