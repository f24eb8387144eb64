-- check:     turnover_above_995
-- title:     leavers of twelve months against staff
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_left
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      with this number, more than nine times as many people left in a year as work here
-- fix:       Count only those who left in this month, and only permanent and temporary staff. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    found (measures.json: turnover above 995% is not counted)
with

-- Asked about once: not where the twelve months before were above it already.
months as (
    select file as for_file, line, unit, period, care_left + other_left as departed,
        care_permanent + care_temporary + other_permanent + other_temporary as staff
    from provider_return
),

before as (
    select for_file, unit, period, care_left + other_left as departed,
        care_permanent + care_temporary + other_permanent + other_temporary as staff
    from provider_return_earlier
),

year as (
    select
        months.line,
        months.departed + sum(before.departed) filter (where before.period >= months.period - interval 11 months) as departed,
        months.staff + sum(before.staff) filter (where before.period >= months.period - interval 11 months) as staff,
        count(before.departed + before.staff) filter (where before.period >= months.period - interval 11 months) as others,
        coalesce(
            count(before.departed + before.staff) = 12 and 100 * 12 * sum(before.departed) > 995 * sum(before.staff),
            false
        ) as asked_before
    from months
    join before
        on  before.for_file = months.for_file
        and before.unit = months.unit
        and before.period < months.period
        and before.period >= months.period - interval 12 months
    group by months.line, months.departed, months.staff
)

select line
from year
where others = 11
    and not asked_before
    and 100 * 12 * departed > 995 * staff
