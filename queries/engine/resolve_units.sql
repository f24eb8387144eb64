-- The staged rows of some files, each with its file's place in the batch, the
-- day that was received, and the unit it is about: a workplace of the reference
-- list, what the staging query says where each row is its own, or "all" where
-- the source is about neither. A row whose ID nobody knows has no unit.
select
    (staged.line >> 32)::integer as file,
    getvariable('received')[(staged.line >> 32) + 1] as received_on,
    staged.*,
    case
        when getvariable('unit') = 'row' then staged.given
        when getvariable('unit') <> 'workplace' then 'all'
        else coalesce(first.workplace, second.workplace)
    end as unit
from staged
left join temp.main.known_workplaces as first
    on first.given = lower(trim(staged.given))
left join temp.main.known_workplaces as second
    on second.given = lower(trim(staged.given_too))
