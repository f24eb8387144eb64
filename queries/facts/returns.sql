-- One row per workplace, month in scope and role group: what the monthly
-- return says of that month, the newest fresh return at its end, and the twelve
-- months up to it.
--
-- "Nothing has changed" speaks for the boxes left blank beside it: each is taken
-- from the return of the month before, as that stands now, and nobody joined or
-- left; a gap between the two leaves it empty. It is not taken where a value beside it
-- was left out. A number filled in beside the tick
-- counts: it is what the sender says of that very box, and the rule
-- ticked_but_changed asks where the two disagree.
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
        unit, period, stretch, no_change,
        'Care and nursing'  as role_group,
        care_permanent      as permanent,
        care_temporary      as temporary,
        care_bank           as bank,
        care_agency         as agency,
        care_vacancies      as vacancies,
        care_joined         as joined,
        care_left           as departed
    from stretches

    union all

    select
        unit, period, stretch, no_change,
        'Other',
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies,
        other_joined, other_left
    from stretches
),

-- A blank without the tick is an answer not given, and is carried on as such.
resolved as (
    select
        unit    as workplace,
        period  as month,
        role_group,
        arg_max_null(permanent, period) filter (permanent is not null or not no_change) over so_far as permanent,
        arg_max_null(temporary, period) filter (temporary is not null or not no_change) over so_far as temporary,
        arg_max_null(bank, period) filter (bank is not null or not no_change) over so_far           as bank,
        arg_max_null(agency, period) filter (agency is not null or not no_change) over so_far       as agency,
        arg_max_null(vacancies, period) filter (vacancies is not null or not no_change) over so_far as vacancies,
        case when no_change then coalesce(joined, 0) else joined end                                as joined,
        case when no_change then coalesce(departed, 0) else departed end                            as departed
    from sent
    window so_far as (partition by unit, stretch, role_group order by period)
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
