-- One row per month, area, channel and topic.
select
    line,
    try_cast(month as date)                     as period,
    area,
    channel,
    topic,
    try_cast(contacts as integer)               as contacts,
    try_cast(first_contacts as integer)         as first_contacts
from one_stop_shop
