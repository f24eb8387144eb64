-- One row per workplace, month in scope and role group: what the monthly
-- return says of that month, the newest fresh return at its end, and the twelve
-- months up to it.
--
-- A box that is marked "nothing has changed" is taken from the return of the
-- month before, as that stands now; a gap between the two leaves it empty.
with

months as (
    select unnest(range(
        getvariable('launch'),
        getvariable('last_month') + interval 1 month,
        interval 1 month
    ))::date as month
),

scope as (
    select
        months.month,
        last_day(months.month) as month_end,
        workplaces.workplace
    from months
    join workplaces
        on  workplaces.in_scope_from <= last_day(months.month)
        and coalesce(workplaces.in_scope_until, date '9999-12-31') >= last_day(months.month)
),

-- Months that follow each other without a gap carry the same number.
stretches as (
    select
        *,
        datediff('month', date '2000-01-01', period)
            - row_number() over (partition by unit order by period) as stretch
    from provider_return
),

sent as (
    select
        *,
        max(case when not no_change then period end)
            over (partition by unit, stretch order by period) as carried_from
    from stretches
),

resolved as (
    select
        sent.unit   as workplace,
        sent.period as month,
        'Care and nursing'      as role_group,
        base.care_permanent     as permanent,
        base.care_temporary     as temporary,
        base.care_bank          as bank,
        base.care_agency        as agency,
        base.care_vacancies     as vacancies,
        case when sent.no_change then 0 else sent.care_joined end as joined,
        case when sent.no_change then 0 else sent.care_left end   as departed
    from sent
    left join sent as base
        on  base.unit = sent.unit
        and base.period = sent.carried_from

    union all

    select
        sent.unit,
        sent.period,
        'Other',
        base.other_permanent,
        base.other_temporary,
        base.other_bank,
        base.other_agency,
        base.other_vacancies,
        case when sent.no_change then 0 else sent.other_joined end,
        case when sent.no_change then 0 else sent.other_left end
    from sent
    left join sent as base
        on  base.unit = sent.unit
        and base.period = sent.carried_from
),

-- What is missing from one role group is missing from the workplace.
returned as (
    select
        *,
        bool_or(joined is null) over whole      as no_joined,
        bool_or(departed is null) over whole    as no_departed,
        bool_or(vacancies is null) over whole   as no_vacancies,
        bool_or(permanent is null or temporary is null) over whole
                                                as no_employed,
        bool_or(permanent is null or temporary is null or bank is null or agency is null) over whole
                                                as no_staff,
        sum(permanent + temporary) over whole   as employed_in_all
    from resolved
    window whole as (partition by workplace, month)
),

groups as (
    select unnest(['Care and nursing', 'Other']) as role_group
),

frame as (
    select scope.*, groups.role_group
    from scope
    cross join groups
),

-- Twelve month ends: the person-months that turnover divides by.
years as (
    select
        frame.workplace,
        frame.month,
        frame.role_group,
        count(*) filter (not no_employed and not no_departed)                       as months_known,
        sum(departed) filter (not no_employed and not no_departed)                  as leavers,
        sum(permanent + temporary) filter (not no_employed and not no_departed)     as person_months
    from frame
    join returned
        on  returned.workplace = frame.workplace
        and returned.role_group = frame.role_group
        and returned.month between frame.month - interval 11 months and frame.month
    group by all
),

years_in_all as (
    select
        *,
        sum(leavers) over whole         as leavers_in_all,
        sum(person_months) over whole   as person_months_in_all
    from years
    window whole as (partition by workplace, month)
)

select
    frame.month         as period,
    frame.workplace,
    frame.role_group,

    own.joined,
    case when own.workplace is null or own.no_joined then 'not answered' end
                        as joined_left_out,
    own.departed,
    case when own.workplace is null or own.no_departed then 'not answered' end
                        as departed_left_out,

    newest.month        as snapshot_of,
    newest.vacancies,
    newest.permanent,
    newest.temporary,
    newest.bank,
    newest.agency,
    newest.no_vacancies,
    newest.no_employed,
    newest.no_staff,
    newest.employed_in_all,
    case
        when newest.workplace is null then 'not answered'
        when datediff('day', last_day(newest.month), frame.month_end) > getvariable('fresh_provider_return') then 'not up to date'
    end                 as snapshot_left_out,

    years_in_all.leavers        as year_leavers,
    years_in_all.person_months  as year_person_months,
    case
        when coalesce(years_in_all.months_known, 0) = 0 then 'not answered'
        when years_in_all.months_known < 12 then 'fewer than 12 months'
        when years_in_all.person_months_in_all = 0 then 'no permanent or temporary staff'
        when 100 * 12 * years_in_all.leavers_in_all > 995 * years_in_all.person_months_in_all then 'above 995%'
    end                 as year_left_out
from frame
left join returned as own
    on  own.workplace = frame.workplace
    and own.month = frame.month
    and own.role_group = frame.role_group
asof left join returned as newest
    on  newest.workplace = frame.workplace
    and newest.role_group = frame.role_group
    and newest.month <= frame.month
left join years_in_all
    on  years_in_all.workplace = frame.workplace
    and years_in_all.month = frame.month
    and years_in_all.role_group = frame.role_group
