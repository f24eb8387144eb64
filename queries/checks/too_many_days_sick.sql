-- check:     too_many_days_sick
-- title:     more days sick than a year has
-- source:    ascwds_staff
-- severity:  ask
-- column:    dayssick
-- gate:      cell
-- says:      days lost to sickness are those of the last 12 months, so there can be 0 to 366 of them
-- fix:       Put in how many days were lost in the last 12 months, or 999 if nobody knows, and export the file again.
-- status:    found (ASC-WDS takes 0 to 366, or 999)
select line
from ascwds_staff
where days_sick > 366
    or days_sick < 0
