-- check:     new_to_care_more_than_joined
-- source:    provider_return
-- severity:  leave out the value
-- column:    joined_new_to_care
-- gate:      cell
-- after:     care_joined, other_joined, joined_new_to_care
-- says:      more people are new to care than joined
-- fix:       Those new to care are part of those who joined. Put one of the numbers right.
-- status:    found (return.json: of those who joined)
select line
from provider_return
where joined_new_to_care > care_joined + other_joined
