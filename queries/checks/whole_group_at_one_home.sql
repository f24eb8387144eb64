-- check:     whole_group_at_one_home
-- title:     a whole group entered at one home
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_permanent
-- gate:      tables
-- needs:     provider_return_earlier, workplaces_in_force
-- says:      this looks like the staff of the whole group, put together at one workplace
-- fix:       Give each workplace its own row with its own staff. If the number is right, you need do nothing.
-- status:    found (measures.json: a group entered at one location); assumed (a fifth, half as many again)
with

homes as (
    select
        provider_return.line,
        provider_return.file,
        provider_return.received_on,
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

-- One home has staff, and the others none, or no row.
groups as (
    select
        file,
        received_on,
        period,
        employer,
        max(staff)              as largest,
        count(distinct unit)    as homes
    from homes
    group by file, received_on, period, employer
    having count(*) filter (where staff > 0) = 1 and not bool_or(no_change)
),

-- Homes of the group that have no row are known by what they sent lately.
sent as (
    select
        for_file as file, unit, period,
        care_permanent + care_temporary + other_permanent + other_temporary as staff
    from provider_return_earlier
    union all
    select
        groups.file, peers.unit, peers.period,
        care_permanent + care_temporary + other_permanent + other_temporary
    from (select distinct file, received_on, employer from groups) as groups
    join workplaces_in_force as workplaces
        on workplaces.employer = groups.employer
    join provider_return_peers as peers
        on  peers.for_day = groups.received_on
        and peers.unit = workplaces.workplace
),

last_known as (
    select file, unit, arg_max(staff, period) as staff
    from sent
    group by file, unit
),

before as (
    select
        last_known.file,
        workplaces.employer,
        sum(last_known.staff) as staff,
        max(last_known.staff) as largest
    from last_known
    join workplaces_in_force as workplaces
        on workplaces.workplace = last_known.unit
    group by last_known.file, workplaces.employer
)

select homes.line
from homes
join groups
    on  groups.file = homes.file
    and groups.period = homes.period
    and groups.employer = homes.employer
    and groups.largest = homes.staff
join before
    on  before.file = homes.file
    and before.employer = homes.employer
left join last_known as own
    on  own.file = homes.file
    and own.unit = homes.unit
where homes.staff > 0
    and before.largest < 0.8 * before.staff -- assumed: one home did not hold nearly all before
    and homes.staff between 0.8 * before.staff and 1.25 * before.staff -- assumed: near the total
    -- assumed: a home that is sent by itself may grow
    and (groups.homes > 1 or homes.staff >= 1.5 * coalesce(own.staff, 0))
