-- Says of each file of a day what became of it, from the verdicts on its claims.
update academy.ledger.files
set verdict = told.verdict
from (
    select
        file,
        case
            when bool_and(verdict = 'accepted') then 'accepted'
            when bool_and(verdict = 'held') then 'held'
            when bool_or(verdict = 'accepted') then 'accepted in part'
            when bool_or(verdict = 'held') then 'held'
            else 'refused'
        end as verdict
    from academy.ledger.claims
    group by file
) as told
where files.file = told.file
    and files.received = getvariable('received')
    and files.verdict not in ('refused', 'already received')
