-- check:     waiver_of_no_rule
-- title:     waivers of a rule that is not there
-- source:    waivers
-- severity:  ask
-- column:    rule
-- gate:      cell
-- says:      there is no rule of this code that can be waived, so nothing is waived
-- fix:       Use the code that "academy check" shows beside what it finds, such as tenfold-jump.
-- status:    found (waivers.csv names rules)
select line
from waivers
where trim(rule) not in (select code from known_rules)
