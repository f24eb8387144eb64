-- One row per unit and period of each source, with the file in force as of a
-- day: the newest accepted one received by then. A correction stands above
-- what came on the same day, and the answer to a file come back above that file.
create or replace temp table temp.main.in_force as
with

known as (
    select claims.*, files.received
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.verdict = 'accepted'
        and (
            list_contains(getvariable('reference_sources'), claims.source)
                and files.received <= getvariable('reference_as_of')
                and files.file <= getvariable('reference_last_file')
            or not list_contains(getvariable('reference_sources'), claims.source)
                and files.received <= getvariable('as_of')
                and files.file <= getvariable('last_file')
        )
)

select source, unit, period, file
from known
qualify row_number() over (
    partition by
        source,
        case when list_contains(getvariable('replaces_all'), source) then '' else unit end,
        case when list_contains(getvariable('replaces_all'), source) then null else period end
    order by received desc, correction desc, replaced, file desc
) = 1
