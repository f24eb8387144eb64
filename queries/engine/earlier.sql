-- One row per file of the batch, and unit and period of a source: the file that
-- was in force for them before the day the file of the batch was received; with
-- "same_day", at the end of that day. Only units that the file of the batch
-- speaks for are there. "answered" is whether the file of the batch is the answer
-- to that one come back.
with

speaks as (
    select distinct recorded.ordinal as for_file, recorded.received_on, claims.unit, files.answers
    from temp.main.recorded as recorded
    join academy.ledger.claims as claims
        on claims.file = recorded.file
    join academy.ledger.files as files
        on files.file = recorded.file
)

select
    speaks.for_file,
    coalesce(contains(speaks.answers, files.sha256), false) as answered,
    claims.source,
    claims.file,
    claims.unit,
    claims.period
from speaks
join academy.ledger.claims as claims
    on claims.unit = speaks.unit
join academy.ledger.files as files
    on files.file = claims.file
where claims.source = getvariable('source')
    and claims.verdict = 'accepted'
    and (
        files.received < speaks.received_on
        or getvariable('same_day') and files.received = speaks.received_on
    )
qualify row_number() over (
    partition by
        speaks.for_file,
        case when list_contains(getvariable('replaces_all'), claims.source) then '' else claims.unit end,
        case when list_contains(getvariable('replaces_all'), claims.source) then null else claims.period end
    order by files.received desc, claims.correction desc, claims.replaced, claims.file desc
) = 1
