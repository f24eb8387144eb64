-- One row per workplace, month in scope and role group: what the newest fresh
-- ASC-WDS export at the end of that month says.
--
-- The answers are lists beside the list of job roles. A single 999 is "don't
-- know", a blank "not answered"; lists of different lengths cannot be read, nor
-- one with anything else than whole numbers, told as in lists_not_numbers.
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

groups as (
    select unnest(['Care and nursing', 'Other']) as role_group
),

exports as (
    select
        unit    as workplace,
        period  as exported_on,
        total_staff,
        job_roles,
        vacancies,
        leavers,
        case
            when vacancies is null then 'not answered'
            when trim(vacancies) = '999' then 'not known'
            when len(string_split(vacancies, ';')) <> len(job_roles)
                or not regexp_full_match(vacancies, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*')
                then 'lists do not match'
        end     as vacancies_left_out,
        case
            when leavers is null then 'not answered'
            when trim(leavers) = '999' then 'not known'
            when len(string_split(leavers, ';')) <> len(job_roles)
                or not regexp_full_match(leavers, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*')
                then 'lists do not match'
        end     as leavers_left_out
    from ascwds_workplace
),

-- One row per workplace, export and job role.
answers as (
    select
        workplace,
        exported_on,
        try_cast(trim(unnest(job_roles)) as smallint) as job_role,
        unnest(case when vacancies_left_out is null then string_split(vacancies, ';') end)::integer as vacancies,
        unnest(case when leavers_left_out is null then string_split(leavers, ';') end)::integer     as leavers
    from exports
),

answered as (
    select
        answers.workplace,
        answers.exported_on,
        coalesce(job_roles.role_group, 'Not recorded') as role_group,
        sum(answers.vacancies) as vacancies,
        sum(answers.leavers)   as leavers
    from answers
    left join job_roles
        on job_roles.code = answers.job_role
    group by all
),

workers as (
    select
        staff.unit   as workplace,
        staff.period as exported_on,
        coalesce(job_roles.role_group, 'Not recorded')          as role_group,
        count(*)                                                as records,
        count(*) filter (staff.employment_status in (1, 2))     as employed
    from ascwds_staff as staff
    left join job_roles
        on job_roles.code = staff.job_role
    group by all
),

workers_in_all as (
    select
        workplace,
        exported_on,
        sum(records)  as records,
        sum(employed) as employed
    from workers
    group by all
),

newest as (
    select
        scope.month,
        scope.month_end,
        scope.workplace,
        exports.exported_on,
        exports.total_staff,
        exports.vacancies_left_out,
        exports.leavers_left_out,
        coalesce(workers_in_all.records, 0)  as records,
        coalesce(workers_in_all.employed, 0) as employed
    from scope
    asof left join exports
        on  exports.workplace = scope.workplace
        and exports.exported_on <= scope.month_end
    left join workers_in_all
        on  workers_in_all.workplace = exports.workplace
        and workers_in_all.exported_on = exports.exported_on
),

-- A job role that is not on the list makes a group of its own, never a guess.
members as (
    select newest.workplace, newest.month, groups.role_group
    from newest
    cross join groups

    union

    select newest.workplace, newest.month, found.role_group
    from newest
    join (
        from answered select workplace, exported_on, role_group
        union
        from workers select workplace, exported_on, role_group
    ) as found
        on  found.workplace = newest.workplace
        and found.exported_on = newest.exported_on
)

select
    newest.month        as period,
    newest.workplace,
    members.role_group,
    newest.exported_on,
    newest.total_staff,
    newest.records,
    newest.employed                     as employed_in_all,
    sum(coalesce(answered.leavers, 0))
        over (partition by newest.workplace, newest.month) as leavers_in_all,
    coalesce(workers.employed, 0)       as employed,
    coalesce(answered.vacancies, 0)     as vacancies,
    coalesce(answered.leavers, 0)       as leavers,
    case
        when newest.exported_on is null then 'not answered'
        when datediff('day', newest.exported_on, newest.month_end) > getvariable('fresh_ascwds_workplace')
            then 'not up to date'
    end                                 as export_left_out,
    -- Skills for Care's area pipeline: both at least 3, and fewer than 5 apart
    -- or less than a tenth of their mean (assumed: of what the tenth is taken).
    case
        when coalesce(newest.total_staff, 0) < 3
            or newest.records < 3
            or abs(newest.total_staff - newest.records) >= 5
            and 20 * abs(newest.total_staff - newest.records) >= newest.total_staff + newest.records
            then 'staff and records do not match'
    end                                 as records_left_out,
    newest.vacancies_left_out,
    newest.leavers_left_out
from newest
join members
    on  members.workplace = newest.workplace
    and members.month = newest.month
left join answered
    on  answered.workplace = newest.workplace
    and answered.exported_on = newest.exported_on
    and answered.role_group = members.role_group
left join workers
    on  workers.workplace = newest.workplace
    and workers.exported_on = newest.exported_on
    and workers.role_group = members.role_group
