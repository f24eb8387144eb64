-- check:     left_against_posts
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_left
-- gate:      cell
-- says:      more people left in the month than are in post
-- fix:       Count only those who left in this month. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    assumed (5 people)
select line, 'care_left' as field
from provider_return
where care_left > 5 -- assumed
    and care_left > care_permanent + care_temporary
union all
select line, 'other_left' as field
from provider_return
where other_left > 5 -- assumed
    and other_left > other_permanent + other_temporary
