-- Whether another file of the same day and source speaks for a unit and period
-- that the file at a place of the batch speaks for: one of the batch, or one
-- that was recorded before. Corrections are not told from others, and values are
-- not compared, as hold.sql does: it may be no dispute after all. What a row of reference data says
-- is never in dispute, nor is a row that is its own unit.
with

own as (
    select distinct source, unit, period
    from resolved
    where file = getvariable('place')
        and unit is not null
        and not list_contains(getvariable('reference_sources'), source)
        and not list_contains(getvariable('row_sources'), source)
),

others as (
    select source, unit, period
    from resolved
    where file <> getvariable('place')
        and getvariable('received')[file + 1] = getvariable('received')[getvariable('place') + 1]

    union all

    select claims.source, claims.unit, claims.period
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.verdict in ('accepted', 'held')
        and files.received = getvariable('received')[getvariable('place') + 1]
)

select count(*) > 0
from own
join others
    on  others.source = own.source
    and others.unit = own.unit
    and others.period is not distinct from own.period
