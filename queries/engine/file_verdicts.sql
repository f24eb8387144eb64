-- Says of each file of the days of a batch what became of it, from the verdicts
-- on its claims.
update academy.ledger.files
set verdict = told.verdict
from (
    select
        file,
        case
            when bool_and(verdict = 'accepted') and file not in (
                select faults.file
                from academy.ledger.faults
                where faults.severity in ('leave out the row', 'leave out the value')
            ) then 'accepted'
            when bool_and(verdict = 'held') then 'held'
            when bool_or(verdict = 'accepted') then 'accepted in part'
            when bool_or(verdict = 'held') then 'held'
            else 'refused'
        end as verdict
    from academy.ledger.claims
    where verdict <> 'tried again'
        and file in (
            select file
            from academy.ledger.files
            where received in (select received_on from temp.main.recorded)
        )
    group by file
) as told
where files.file = told.file
    and files.verdict not in ('refused', 'already received')
    and files.verdict <> told.verdict
