-- check:     more_beds_used_than_there_are
-- source:    capacity_tracker_care_home
-- severity:  ask
-- again:     confirms beds_in_use
-- column:    usedbeds
-- gate:      cell
-- says:      more beds are in use than the home has
-- fix:       Put the beds right in the Capacity Tracker. If they are right, you need do nothing.
-- status:    assumed (a home may lend a room, but seldom)
select line
from capacity_tracker_care_home
where beds_in_use > beds
