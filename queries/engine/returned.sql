-- One row per workplace of the employer $2, month of the source $1 of which a file
-- counts, and box that has no value in it, as its faults say; one without a box where
-- there is none, and one without a month where nothing counts. Of a row in which
-- nothing is filled in the box is that of the fault.
with

counts as (
    select claims.unit, claims.period, claims.file
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.source = $1
        and claims.verdict = 'accepted'
    qualify row_number() over (
        partition by claims.unit, claims.period
        order by files.received desc, claims.correction desc, claims.replaced, claims.file desc
    ) = 1
),

gaps as (
    select faults.*
    from academy.ledger.faults
    anti join academy.ledger.faults as row_left_out
        on  row_left_out.file = faults.file
        and row_left_out.line = faults.line
        and row_left_out.severity = 'leave out the row'
    where faults.file in (select file from counts)
        and (faults.severity = 'leave out the value' or faults.code in ('box-left-blank', 'nothing-filled-in'))
)

select
    workplaces.workplace,
    coalesce(nullif(trim(workplaces.name), ''), workplaces.workplace)   as name,
    counts.period,
    coalesce(gaps.field, '')                                            as field,
    coalesce(gaps.severity, '')                                         as severity,
    coalesce(gaps.code, '')                                             as code,
    workplaces.in_scope_from,
    workplaces.in_scope_until
from temp.main.workplaces_in_force as workplaces
left join counts
    on counts.unit = workplaces.workplace
left join gaps
    on  gaps.file = counts.file
    and gaps.unit = counts.unit
    and gaps.period is not distinct from counts.period
where workplaces.employer = $2
order by name, workplace, counts.period, field
