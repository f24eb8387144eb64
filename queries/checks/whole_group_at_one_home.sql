-- check:     whole_group_at_one_home
-- title:     a whole group entered at one home
-- source:    provider_return
-- severity:  ask
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier, workplaces_in_force
-- says:      this looks like the staff of the whole group, with nothing at the other workplaces
-- fix:       Give each workplace its own row with its own staff.
-- status:    found (measures.json: a group entered at one location); assumed (a fifth)
with

homes as (
    select
        provider_return.line,
        provider_return.file,
        provider_return.period,
        provider_return.unit,
        provider_return.no_change,
        workplaces.employer,
        coalesce(care_permanent, 0) + coalesce(care_temporary, 0)
            + coalesce(other_permanent, 0) + coalesce(other_temporary, 0) as staff
    from provider_return
    join workplaces_in_force as workplaces
        on workplaces.workplace = provider_return.unit
),

groups as (
    select
        file,
        period,
        employer,
        sum(staff)      as staff,
        max(staff)      as largest
    from homes
    group by file, period, employer
    having count(*) >= 2 and count(*) filter (where staff > 0) = 1 and not bool_or(no_change)
),

last_known as (
    select
        for_file,
        unit,
        arg_max(
            care_permanent + care_temporary + other_permanent + other_temporary,
            period
        ) as staff
    from provider_return_earlier
    group by for_file, unit
),

before as (
    select
        last_known.for_file,
        workplaces.employer,
        sum(last_known.staff) as staff,
        max(last_known.staff) as largest
    from last_known
    join workplaces_in_force as workplaces
        on workplaces.workplace = last_known.unit
    group by last_known.for_file, workplaces.employer
)

select homes.line
from homes
join groups
    on  groups.file = homes.file
    and groups.period = homes.period
    and groups.employer = homes.employer
    and groups.largest = homes.staff
join before
    on  before.for_file = homes.file
    and before.employer = homes.employer
where homes.staff > 0
    and before.largest < 0.8 * before.staff -- assumed: one home did not hold nearly all before
    and homes.staff between 0.8 * before.staff and 1.25 * before.staff -- assumed: near the total
