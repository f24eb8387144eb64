-- The staged rows of a file, each with the unit it is about: a workplace of the
-- reference list, what the staging query says where each row is its own, or
-- "all" where the source is about neither. A row whose ID nobody knows has no
-- unit.
create or replace table memory.engine.resolved as
select
    staged.*,
    case
        when getvariable('unit') = 'row' then staged.given
        when getvariable('unit') <> 'workplace' then 'all'
        else coalesce(first.workplace, second.workplace)
    end as unit
from memory.engine.staged
left join memory.engine.known_workplaces as first
    on first.given = lower(trim(staged.given))
left join memory.engine.known_workplaces as second
    on second.given = lower(trim(staged.given_too))
