-- check:     more_vacancies_than_peers
-- title:     vacancies beside those of other workplaces
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    care_vacancies
-- gate:      tables
-- needs:     provider_return_peers
-- says:      for its staff, this workplace has far more vacancies than others
-- fix:       Count each vacant post once: posts that you want to fill now. If the number is right, you need do nothing, and we will not ask again while it stays.
-- status:    found (implausible beside peers); assumed (every second post, three times the upper quartile of five others, of the same service where there are five of it, five vacancies)
with

now as (
    select
        line, file, unit, period, received_on,
        unnest([
            {field: 'care_vacancies', vacancies: care_vacancies, staff: care_permanent + care_temporary},
            {field: 'other_vacancies', vacancies: other_vacancies, staff: other_permanent + other_temporary}
        ], recursive := true)
    from provider_return
),

before as (
    select
        for_file, unit, period,
        unnest([
            {field: 'care_vacancies', vacancies: care_vacancies, staff: care_permanent + care_temporary},
            {field: 'other_vacancies', vacancies: other_vacancies, staff: other_permanent + other_temporary}
        ], recursive := true)
    from provider_return_earlier
),

last_known as (
    select for_file, unit, field, arg_max(vacancies, period) as vacancies, arg_max(staff, period) as staff
    from before
    group by for_file, unit, field
),

-- A number that has not changed since the month before is not asked about again.
high as (
    select now.*
    from now
    left join last_known
        on  last_known.for_file = now.file
        and last_known.unit = now.unit
        and last_known.field = now.field
        and last_known.vacancies = now.vacancies
        and last_known.staff = now.staff
    where now.vacancies >= 5 -- assumed: a few vacancies are many only in a small home
        and now.vacancies >= now.staff -- assumed: every second post
        and last_known.unit is null
),

-- The newest month of each other. One that is marked "nothing has changed" stands
-- for the last that is not, where every month between was sent.
known as (
    select for_day, unit, max(period) filter (not no_change) as period
    from provider_return_peers
    group by for_day, unit
),

newest as (
    select known.for_day, known.unit, known.period
    from known
    join provider_return_peers as sent
        on  sent.for_day = known.for_day
        and sent.unit = known.unit
        and sent.period >= known.period
    group by known.for_day, known.unit, known.period
    having count(distinct sent.period) = 1 + datediff('month', known.period, max(sent.period))
),

others as (
    select
        peers.for_day, peers.unit, workplaces.service,
        unnest([
            {field: 'care_vacancies', vacancies: peers.care_vacancies, staff: peers.care_permanent + peers.care_temporary},
            {field: 'other_vacancies', vacancies: peers.other_vacancies, staff: peers.other_permanent + peers.other_temporary}
        ], recursive := true)
    from provider_return_peers as peers
    join newest
        on  newest.for_day = peers.for_day
        and newest.unit = peers.unit
        and newest.period = peers.period
    left join workplaces_in_force as workplaces
        on workplaces.workplace = peers.unit
    where peers.for_day in (select received_on from high)
),

beside as (
    select
        high.line,
        high.field,
        others.unit,
        high.vacancies / (high.staff + high.vacancies)          as rate,
        others.vacancies / (others.staff + others.vacancies)    as other_rate,
        coalesce(others.service = workplaces.service, false)    as alike
    from high
    join others
        on  others.for_day = high.received_on
        and others.field = high.field
        and others.staff + others.vacancies > 0
    left join workplaces_in_force as workplaces
        on workplaces.workplace = high.unit
    left join provider_return as own
        on  own.file = high.file
        and own.unit = others.unit
    where own.unit is null -- those of the same file are no others
),

-- Those of the same service where there are five of them, otherwise all.
measured as (
    select
        line,
        field,
        rate,
        case
            when count(distinct unit) filter (alike) >= 5 then quantile_cont(other_rate, 0.75) filter (alike)
            else quantile_cont(other_rate, 0.75)
        end as upper_quartile
    from beside
    group by line, field, rate
    having count(distinct unit) >= 5 -- assumed: fewer are no measure
)

select line, field
from measured
where rate > 3 * upper_quartile -- assumed
