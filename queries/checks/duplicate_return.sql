-- check:     duplicate_return
-- source:    provider_return
-- severity:  leave out the row
-- column:    workplace
-- gate:      form
-- only:      doubled rows
-- waiver:    none
-- says:      this workplace and month are in the file more than once, with different answers, so we use none of these rows
-- fix:       Keep the row that is right, delete the others, and send the file again.
-- status:    found (return.json: a correction is ticked, no box may be guessed)
with

-- Most rows are the only one of their workplace and month.
doubled as (
    select *
    from provider_return
    where unit is not null and period is not null
    qualify count(*) over (partition by file, unit, period) > 1
),

-- A row with nothing filled in says nothing, and one that is marked as a
-- correction stands above one that is not.
sent as (
    select
        line, file, unit, period,
        [
            care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
            care_joined, care_left, other_permanent, other_temporary, other_bank,
            other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
            left_to_care
        ] as answers,
        no_change,
        case
            when not no_change and len(list_filter(answers, lambda n: n is not null)) = 0 then 0
            when correction then 2
            else 1
        end as standing
    from doubled
),

ranked as (
    select *, max(standing) over (partition by file, unit, period) as highest
    from sent
),

disputed as (
    select file, unit, period
    from ranked
    where standing = highest
    group by file, unit, period
    having count(distinct (no_change, answers)) > 1
)

select sent.line
from sent
join disputed
    on  disputed.file = sent.file
    and disputed.unit = sent.unit
    and disputed.period = sent.period
