-- check:     first_contacts_more_than_contacts
-- source:    one_stop_shop
-- severity:  leave out the value
-- column:    first_contacts
-- gate:      cell
-- after:     contacts
-- says:      there are more first contacts than contacts
-- fix:       First contacts are part of the contacts. Put one of the numbers right.
-- status:    found (the form: of those, how many came for the first time)
select line
from one_stop_shop
where first_contacts > contacts
