-- One row per period, area, employer, workplace and members of the table
-- "metric": what it adds to a figure, or the reason why it adds nothing. For
-- each workplace the first source, in the metric's order, that passes for the
-- whole of it is taken.
with

ranked as (
    select *, list_position(getvariable('metric_sources'), source) as preference
    from metric
),

chosen as (
    select
        period,
        workplace,
        min(preference) filter (passes)                         as preference,
        arg_min(reason, preference) filter (reason <> 'not answered') as reason
    from (
        select
            period,
            workplace,
            preference,
            bool_and(left_out is null)  as passes,
            min(left_out)               as reason
        from ranked
        where workplace is not null
        group by all
    )
    group by all
)

select
    ranked.period,
    ranked.area,
    ranked.employer,
    ranked.workplace,
    ranked.members,
    null::text      as level,
    false           as agreed,
    ranked.source,
    (sum(ranked.numerator::decimal(18, 3)) * 1000)::bigint      as numerator,
    (sum(ranked.denominator::decimal(18, 3)) * 1000)::bigint    as denominator,
    sum(ranked.people)::bigint                                  as people,
    null::text      as left_out
from ranked
left join chosen
    on  chosen.period = ranked.period
    and chosen.workplace = ranked.workplace
where ranked.workplace is null
    or ranked.preference = chosen.preference
group by all

union all

select distinct
    ranked.period,
    ranked.area,
    ranked.employer,
    ranked.workplace,
    ranked.members,
    null::text,
    false,
    null::text,
    0,
    0,
    0,
    coalesce(chosen.reason, 'not answered')
from ranked
join chosen
    on  chosen.period = ranked.period
    and chosen.workplace = ranked.workplace
where chosen.preference is null

order by all
