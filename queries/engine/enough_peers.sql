-- One row per file of the batch that there is enough to compare with: at least
-- five units (assumed: a quarter of fewer is nobody) that it does not speak for
-- itself have sent something lately. "peers" is what they sent.
with

lately as (
    select distinct for_day, unit
    from temp.main.peers
),

days as (
    select for_day, count(*) as units
    from lately
    group by for_day
),

own as (
    select recorded.ordinal, count(distinct claims.unit) as units
    from temp.main.recorded as recorded
    join academy.ledger.claims as claims
        on claims.file = recorded.file
    join lately
        on  lately.for_day = recorded.received_on
        and lately.unit = claims.unit
    group by recorded.ordinal
)

select recorded.ordinal
from temp.main.recorded as recorded
join days
    on days.for_day = recorded.received_on
left join own
    on own.ordinal = recorded.ordinal
where days.units - coalesce(own.units, 0) >= 5
