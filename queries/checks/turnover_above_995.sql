-- check:     turnover_above_995
-- source:    provider_return
-- severity:  ask
-- column:    care_left
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      with this number, ten times as many people left in a year as work here
-- fix:       Count only those who left in this month, and only permanent and temporary staff. If the number is right, you need do nothing but tell us so. If not, put it right and send the return again with the box Correction ticked.
-- status:    found (measures.json: turnover above 995% is not counted)
with

months as (
    select file as for_file, line, unit, period, care_left + other_left as departed,
        care_permanent + care_temporary + other_permanent + other_temporary as staff
    from provider_return
),

year as (
    select
        months.line,
        months.departed + sum(before.care_left + before.other_left) as departed,
        months.staff + sum(before.care_permanent + before.care_temporary + before.other_permanent + before.other_temporary)
            as person_months,
        count(before.care_left + before.other_left + before.care_permanent + before.care_temporary) as others
    from months
    join provider_return_earlier as before
        on  before.for_file = months.for_file
        and before.unit = months.unit
        and before.period < months.period
        and before.period >= months.period - interval 11 months
    where months.departed is not null and months.staff is not null
    group by months.line, months.departed, months.staff
)

select line
from year
where others = 11
    and 100 * 12 * departed > 995 * person_months
