-- check:     more_vacancies_than_peers
-- title:     vacancies beside those of other workplaces
-- source:    provider_return
-- severity:  ask
-- column:    care_vacancies
-- gate:      tables
-- needs:     provider_return_peers
-- says:      for its staff, this workplace has far more vacancies than others
-- fix:       Count each vacant post once: posts that you want to fill now. If the number is right, you need do nothing, and we will use it.
-- status:    found (implausible beside peers); assumed (every second post, three times the upper quartile of five others, five vacancies)
with

now as (
    select
        line, file, unit, received_on,
        unnest([
            {field: 'care_vacancies', vacancies: care_vacancies, staff: care_permanent + care_temporary,
                people: care_permanent + care_temporary + coalesce(care_bank, 0) + coalesce(care_agency, 0)},
            {field: 'other_vacancies', vacancies: other_vacancies, staff: other_permanent + other_temporary,
                people: other_permanent + other_temporary + coalesce(other_bank, 0) + coalesce(other_agency, 0)}
        ], recursive := true)
    from provider_return
    where not no_change
),

-- More vacancies than people are asked about by vacancies_against_posts.
high as (
    select *
    from now
    where vacancies >= 5 -- assumed: a few vacancies are many only in a small home
        and vacancies <= people
        and vacancies >= staff -- assumed: every second post
),

others as (
    select
        for_day, unit,
        unnest([
            {field: 'care_vacancies', vacancies: care_vacancies, staff: care_permanent + care_temporary},
            {field: 'other_vacancies', vacancies: other_vacancies, staff: other_permanent + other_temporary}
        ], recursive := true)
    from provider_return_peers
),

beside as (
    select
        high.line,
        high.field,
        high.vacancies / (high.staff + high.vacancies) as rate,
        quantile_cont(others.vacancies / (others.staff + others.vacancies), 0.75) as upper_quartile
    from high
    join others
        on  others.for_day = high.received_on
        and others.unit <> high.unit
        and others.field = high.field
        and others.staff + others.vacancies > 0
    group by high.line, high.field, rate
    having count(*) >= 5 -- assumed: fewer are no measure
)

select line, field
from beside
where rate > 3 * upper_quartile -- assumed
