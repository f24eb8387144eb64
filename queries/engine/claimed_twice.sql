-- The claims of the days and sources of a batch that another claim stands beside,
-- for the same unit and period, and those that are held. What a row of reference
-- data says is never in dispute, nor is a row that is its own unit: the last one
-- counts. A file that is the only one of its day and source has nothing to
-- dispute with.
create or replace temp table temp.main.claimed_twice as
select
    claims.file,
    claims.source,
    claims.unit,
    claims.period,
    claims.correction,
    claims.replaced,
    claims.verdict,
    files.received
from academy.ledger.claims
join academy.ledger.files using (file)
where claims.verdict in ('accepted', 'held')
    and (files.received, claims.source) in (
        select (files.received, files.source)
        from academy.ledger.files
        where (files.received, files.source) in (
                select (received_on, source) from temp.main.recorded
            )
        group by files.received, files.source
        having count(*) > 1
    )
    and not list_contains(getvariable('reference_sources'), claims.source)
    and not list_contains(getvariable('row_sources'), claims.source)
qualify claims.verdict = 'held' or count(*) over (
    partition by files.received, claims.source, claims.unit, claims.period
) > 1
