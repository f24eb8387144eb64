-- check:     scope_ends_before_it_begins
-- source:    workplaces
-- severity:  ask
-- column:    in_scope_until
-- gate:      cell
-- says:      this workplace leaves the programme before it joins
-- fix:       Put one of the two dates right.
-- status:    found (an impossible date)
select line
from workplaces
where in_scope_until < in_scope_from
