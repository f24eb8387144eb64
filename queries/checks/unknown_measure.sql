-- check:     unknown_measure
-- title:     measures of a fund that are none of ours
-- source:    fund_profile
-- severity:  ask
-- used:      no
-- column:    measure
-- gate:      cell
-- says:      we have no measure of this name, so nothing is counted against this line
-- fix:       Ask the academy for its name, such as paid_employment, or leave the box blank if no measure of ours counts it.
-- status:    found (the form asks for the name of a measure)
select line
from fund_profile
where lower(trim(measure)) not in (select lower(metric) from known_metrics)
