-- check:     joined_against_posts
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_joined
-- gate:      cell
-- says:      more people joined in the month than are in post or have left
-- fix:       Count only those who joined in this month. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    assumed (5 people)
select line, 'care_joined' as field
from provider_return
where care_joined > 5 -- assumed
    and care_joined > care_permanent + care_temporary + coalesce(care_bank, 0) + coalesce(care_left, 0)
union all
select line, 'other_joined' as field
from provider_return
where other_joined > 5 -- assumed
    and other_joined > other_permanent + other_temporary + coalesce(other_bank, 0) + coalesce(other_left, 0)
