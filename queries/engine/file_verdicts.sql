-- Says of each file of the days of a batch what became of it, from the verdicts
-- on its claims. One of which every row is left out is refused.
update academy.ledger.files
set
    verdict = told.verdict,
    says = case when told.verdict = 'refused' then 'none of its rows could be used' else says end,
    fix = case when told.verdict = 'refused' then 'put right what is listed below and send it again' else fix end
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
