-- check:     staff_gone_without_leavers
-- title:     staff who are gone, and have not left
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_beside
-- says:      far fewer people are in post than at the end of the month before, and those who left are too few to account for it
-- fix:       Check who was in post on the last day of the month, and how many left in it. If the numbers are right, you need do nothing but tell us so. If not, put them right and send the return again with the box Correction ticked.
-- status:    assumed (at least five people, and half of those who were in that group of job roles)
with

-- Permanent and temporary staff of each group of job roles at a month's end, and who
-- left in it; and bank staff, whom some of them may have become. Who joined would
-- make more missing: a wrong number of those is another rule's.
now as (
    select
        line, file, unit, period, care_left, care_bank, other_left, other_bank,
        coalesce(care_joined, 0) + coalesce(other_joined, 0) as joined,
        care_permanent + care_temporary   as care,
        other_permanent + other_temporary as other
    from provider_return
    where not no_change
),

-- A month in which nothing changed is as the newest before it that was filled in.
months as (
    select
        for_file, unit, period,
        last_value(case when not no_change then {
            care: care_permanent + care_temporary, care_bank: care_bank,
            other: other_permanent + other_temporary, other_bank: other_bank
        } end ignore nulls) over (partition by for_file, unit order by period) as filled_in
    from provider_return_beside
),

compared as materialized (
    select now.*, months.filled_in
    from now
    join months
        on  months.for_file = now.file
        and months.unit = now.unit
        and months.period = now.period - interval 1 month
),

-- A group of which a box is blank in either month says nothing. Who moved from
-- one group to the other is still there. Of a digit too few or too many
-- tenfold_jump asks.
fallen as (
    select
        line,
        file,
        unit,
        period,
        filled_in.care  as care_was,
        filled_in.other as other_was,
        case when not (filled_in.care >= 20 and care >= 1 and filled_in.care >= 10 * care)
            then filled_in.care - care_left - care
                - greatest(coalesce(care_bank - filled_in.care_bank, 0), 0) end   as care_missing,
        case when not (filled_in.other >= 20 and other >= 1 and filled_in.other >= 10 * other)
            then filled_in.other - other_left - other
                - greatest(coalesce(other_bank - filled_in.other_bank, 0), 0) end as other_missing
    from compared
),

-- Who is at another home of the file now is not gone: of a whole group that was entered
-- at one home whole_group_at_one_home asks. The two homes that have grown most: one of
-- them is another than the one at hand.
most as (
    select file, period, max_by(unit, more, 2) as units, max(more, 2) as more
    from (
        select file, unit, period, max(coalesce(care, 0) + coalesce(other, 0) - joined
            - coalesce(filled_in.care, 0) - coalesce(filled_in.other, 0)) as more
        from compared
        group by file, unit, period
    )
    group by file, period
)

select line, case when other_missing > coalesce(care_missing, 0) then 'other_permanent' else 'care_permanent' end as field
from fallen
left join most using (file, period)
where coalesce(care_missing, 0) + coalesce(other_missing, 0) >= 5 -- assumed
    and 2 * (coalesce(care_missing, 0) + coalesce(other_missing, 0)) -- assumed: half of the groups that lack some
        >= case when care_missing > 0 then care_was else 0 end + case when other_missing > 0 then other_was else 0 end
    and coalesce(case when most.units[1] <> fallen.unit then most.more[1] else most.more[2] end
        < coalesce(care_missing, 0) + coalesce(other_missing, 0), true)
