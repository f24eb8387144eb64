-- check:    not_a_value
-- title:    values that are no number
-- source:   lg_inform
-- severity: ask
-- used:     no
-- column:   value
-- says:     this is no number, and none of the marks for a value that is not there, so there is no value here
-- fix:      Download the table again. Where a value is not there on purpose, it is blank or one of [c], [low], [w], [x] and [z].
-- status:   found (publishing_rules.json: shorthand)
select line, heading as field
from lg_inform
where missing = 'unreadable'
