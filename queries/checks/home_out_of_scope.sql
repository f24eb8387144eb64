-- check:     home_out_of_scope
-- title:     homes that are not in scope for the month
-- source:    provider_return
-- severity:  ask
-- used:      no
-- column:    month
-- gate:      form
-- needs:     workplaces_in_force
-- says:      this workplace is not part of the programme in this month, so the row does not count
-- fix:       Check the month. If it is right, you need not send it; if the workplace has joined, tell the academy.
-- status:    found (workplaces.csv: in_scope_from, in_scope_until)
select provider_return.line
from provider_return
join workplaces_in_force as workplaces
    on workplaces.workplace = provider_return.unit
where last_day(provider_return.period) < workplaces.in_scope_from
    or last_day(provider_return.period) > workplaces.in_scope_until
