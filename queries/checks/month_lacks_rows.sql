-- check:     month_lacks_rows
-- title:     months sent before with other rows
-- source:    one_stop_shop
-- severity:  ask
-- column:    month
-- gate:      tables
-- needs:     one_stop_shop_earlier
-- says:      you sent this month before, with rows or numbers that are not in this file: they count no more
-- fix:       Send all rows of a month each time: those from before and the new ones. If this file is right as it is, you need do nothing.
-- status:    found (a file takes the place of what was sent of its months)
with

before as (
    select for_file as file, period, area, channel, topic, contacts, first_contacts
    from one_stop_shop_earlier
),

lacking as (
    select distinct before.file, before.period
    from before
    anti join one_stop_shop as now
        on  now.file = before.file
        and now.period = before.period
        and now.area is not distinct from before.area
        and now.channel is not distinct from before.channel
        and now.topic is not distinct from before.topic
        and now.contacts is not distinct from before.contacts
        and now.first_contacts is not distinct from before.first_contacts
)

select min(now.line) as line
from one_stop_shop as now
join lacking using (file, period)
group by now.file, now.period
