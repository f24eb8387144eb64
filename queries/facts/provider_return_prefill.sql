-- One row per workplace and month in scope, of the last twelve and the one
-- after: whether its return is here, whether boxes of that stand open, and which
-- boxes need not be asked, since the return itself or a fresh export answers them.
--
-- An export is fresh that was made at most so many days before the end of the month
-- as its source says, or after it, by the day on which the return is due (assumed:
-- providers update the tracker from the 8th to the 14th, and on the due day nothing
-- nearer is to be had). ASC-WDS data of the end of the month or before come first,
-- since figures are made from them where a return leaves the boxes blank; then later
-- ones; then the tracker of the day nearest to the end of the month. No figure is
-- made from the two latter: what they answer is filled in for the sender to confirm,
-- and a blank is asked about.
--
-- An export answers nothing where the sender's newest return of the months before
-- says how things stood on a later day: what they wrote last would come back to
-- them as it was before. changed is whether what an export answers differs from
-- what the returns say, so that "nothing has changed" is not so.
--
-- An ASC-WDS export answers what it can where it has as many worker records as
-- staff, or nearly, as in the fact ascwds: by its export a workplace is in the
-- figures all the same, and its sender looks at what is filled in. A job role in no
-- role group, or a 999 among the vacancies, answers nothing. Who joined and left in
-- the month it does not ask. Of fewer than 3 records, as many as staff, no figure is
-- made: too_small. A Capacity Tracker extract does not tell permanent
-- from temporary staff, so it answers agency workers alone (assumed: nurses and
-- care workers are the care group, all others the other one).
--
-- unfilled is why no ASC-WDS export answers how many staff there are, with the day, total
-- and records of the one that comes nearest to it; null where a return or an export
-- answers.
with

scope as (
    select
        months.month,
        last_day(months.month)                                      as month_end,
        workplaces.workplace,
        coalesce(nullif(trim(cqc_location), ''), workplace)         as called,
        coalesce(nullif(trim(name), ''), workplace)                 as name,
        employer
    from (
        select unnest(range(
            greatest(getvariable('launch'), getvariable('last_month') - interval 11 months),
            getvariable('last_month') + interval 2 months,
            interval 1 month
        ))::date as month
    ) as months
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

written as (
    from stretches
    unpivot include nulls (n for box in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
),

-- What "nothing has changed" speaks for is as in the fact returns.
said as (
    select
        unit    as workplace,
        period  as month,
        box,
        box not in ('joined_new_to_care', 'left_to_care')   as asked_of_all,
        case
            when box in ('care_joined', 'care_left', 'other_joined', 'other_left', 'joined_new_to_care', 'left_to_care')
                then case when no_change then coalesce(n, 0) else n end
            else arg_max_null(n, period) filter (n is not null or not no_change)
                over (partition by unit, stretch, box order by period)
        end     as n
    from written
),

received as (
    select workplace, month, bool_or(n is null and asked_of_all) as some_open, bool_or(n is not null) as says_something
    from said
    group by all
),

last_return as (
    select scope.workplace, scope.month, last_day(told.month) as stood_on
    from scope
    asof join (from received where says_something) as told
        on  told.workplace = scope.workplace
        and told.month < scope.month
),

exports as (
    select
        unit    as workplace,
        period  as exported_on,
        total_staff,
        job_roles,
        case
            when regexp_full_match(vacancies, '\s*[0-9]{1,5}\s*(;\s*[0-9]{1,5}\s*)*') then string_split(vacancies, ';')
        end     as vacancies
    from ascwds_workplace
),

fresh as (
    select scope.month, exports.*
    from scope
    asof join exports
        on  exports.workplace = scope.workplace
        and exports.exported_on <= scope.month_end
    where datediff('day', exports.exported_on, scope.month_end) <= getvariable('fresh_ascwds_workplace')

    union all

    select scope.month, exports.*
    from scope
    asof join exports
        on  exports.workplace = scope.workplace
        and exports.exported_on > scope.month_end
    where datediff('day', scope.month_end, exports.exported_on) <= getvariable('due_provider_return')
),

workers as (
    select
        staff.unit      as workplace,
        staff.period    as exported_on,
        count(*)    as records,
        count(*) filter (coalesce(role_group, '') not in ('Care and nursing', 'Other')) as without_group,
        [
            {box: 'care_permanent',  answer: count(*) filter (role_group = 'Care and nursing' and employment_status = 1)},
            {box: 'care_temporary',  answer: count(*) filter (role_group = 'Care and nursing' and employment_status = 2)},
            {box: 'care_bank',       answer: count(*) filter (role_group = 'Care and nursing' and employment_status = 3)},
            {box: 'care_agency',     answer: count(*) filter (role_group = 'Care and nursing' and employment_status = 4)},
            {box: 'other_permanent', answer: count(*) filter (role_group = 'Other' and employment_status = 1)},
            {box: 'other_temporary', answer: count(*) filter (role_group = 'Other' and employment_status = 2)},
            {box: 'other_bank',      answer: count(*) filter (role_group = 'Other' and employment_status = 3)},
            {box: 'other_agency',    answer: count(*) filter (role_group = 'Other' and employment_status = 4)}
        ]           as boxes
    from ascwds_staff as staff
    left join job_roles
        on job_roles.code = staff.job_role
    group by all
),

-- The guard is that of Skills for Care's area pipeline, as in the fact ascwds.
beside_workers as (
    select
        fresh.month,
        fresh.workplace,
        fresh.exported_on,
        fresh.job_roles,
        fresh.vacancies,
        fresh.total_staff,
        workers.records,
        workers.boxes,
        case
            when last_return.stood_on >= fresh.exported_on then 'a return is newer'
            when workers.records is null then 'no worker records'
            when workers.records is distinct from fresh.total_staff and (
                    coalesce(least(fresh.total_staff, workers.records), 0) < 3
                    or abs(fresh.total_staff - workers.records) >= 5
                    and 20 * abs(fresh.total_staff - workers.records) >= fresh.total_staff + workers.records
                )
                then 'staff and records do not match'
        end     as stopped,
        coalesce(workers.without_group > 0, false)              as without_group,
        coalesce(least(fresh.total_staff, workers.records), 0) < 3  as too_small
    from fresh
    left join workers
        on  workers.workplace = fresh.workplace
        and workers.exported_on = fresh.exported_on
    left join last_return
        on  last_return.workplace = fresh.workplace
        and last_return.month = fresh.month
),

counted as (
    select workplace, month, exported_on, too_small, unnest(boxes, recursive := true)
    from beside_workers
    where stopped is null and not without_group
),

-- One row per workplace, month and job role asked about.
asked as (
    select
        workplace,
        month,
        exported_on,
        too_small,
        try_cast(trim(unnest(job_roles)) as smallint)                   as job_role,
        nullif(unnest(vacancies)::integer, 999)                         as vacancies
    from beside_workers
    where stopped is null and len(vacancies) = len(job_roles)
),

vacant as (
    select
        asked.workplace,
        asked.month,
        asked.exported_on,
        asked.too_small,
        [
            {box: 'care_vacancies',  answer: coalesce(sum(vacancies) filter (role_group = 'Care and nursing'), 0)},
            {box: 'other_vacancies', answer: coalesce(sum(vacancies) filter (role_group = 'Other'), 0)}
        ]                                                               as boxes
    from asked
    left join job_roles
        on job_roles.code = asked.job_role
    group by all
    having bool_and(asked.vacancies is not null and coalesce(role_group, '') in ('Care and nursing', 'Other'))
),

open_posts as (
    select workplace, month, exported_on, too_small, unnest(boxes, recursive := true)
    from vacant
),

-- Of two exports that are fresh the one by the end of the month is looked at first.
unfilled as (
    select
        scope.workplace,
        scope.month,
        coalesce(
            arg_min({
                reason: coalesce(stopped, 'no role group'),
                exported_on: beside_workers.exported_on,
                staff: beside_workers.total_staff,
                records: records
            }, beside_workers.exported_on > month_end) filter (beside_workers.exported_on is not null),
            arg_min({
                reason: 'too far away', exported_on: exports.exported_on, staff: null, records: null
            }, abs(datediff('day', month_end, exports.exported_on))) filter (exports.exported_on is not null),
            {reason: 'no export', exported_on: null, staff: null, records: null}
        )       as unfilled
    from scope
    left join beside_workers
        on  beside_workers.workplace = scope.workplace
        and beside_workers.month = scope.month
    left join exports
        on exports.workplace = scope.workplace
    group by scope.workplace, scope.month
    having not coalesce(bool_or(stopped is null and not without_group) filter (beside_workers.exported_on is not null), false)
),

-- A provider who did not touch the tracker since says nothing new in a later
-- extract of it.
tracked as (
    select
        unit                                        as workplace,
        least(coalesce(updated_on, period), period) as said_on,
        agency_nurses + agency_care_workers         as care_agency,
        agency_other_workers                        as other_agency
    from capacity_tracker_care_home
    qualify row_number() over (partition by unit, said_on order by period desc) = 1
),

tracked_lately as (
    select scope.month, tracked.*
    from scope
    asof join tracked
        on  tracked.workplace = scope.workplace
        and tracked.said_on <= scope.month_end
    where datediff('day', tracked.said_on, scope.month_end) <= getvariable('fresh_capacity_tracker_care_home')

    union all

    select scope.month, tracked.*
    from scope
    asof join tracked
        on  tracked.workplace = scope.workplace
        and tracked.said_on > scope.month_end
    where datediff('day', scope.month_end, tracked.said_on) <= getvariable('due_provider_return')
),

agency as (
    select
        workplace,
        month,
        said_on,
        unnest([
            {box: 'care_agency',  answer: care_agency},
            {box: 'other_agency', answer: other_agency}
        ], recursive := true)
    from tracked_lately
),

exported as (
    from counted select workplace, month, box, answer, 'ASC-WDS' as answered_by, exported_on as answered_on, too_small
    union all
    from open_posts select workplace, month, box, answer, 'ASC-WDS', exported_on, too_small
    union all
    from agency select workplace, month, box, answer, 'Capacity Tracker', said_on, false where answer is not null
),

answers as (
    select
        exported.*,
        case
            when exported.answered_by <> 'ASC-WDS' then 3
            when exported.answered_on > last_day(exported.month) then 2
            else 1
        end     as preference
    from exported
    left join last_return
        on  last_return.workplace = exported.workplace
        and last_return.month = exported.month
    where last_return.stood_on is null or exported.answered_on > last_return.stood_on

    union all

    select workplace, month, box, n, 'return', month, false, 0
    from said
    where n is not null
),

chosen as (
    select workplace, month, box, answer::integer as answer, answered_by, answered_on, too_small
    from answers
    qualify row_number() over (partition by workplace, month, box order by preference, abs(datediff('day', last_day(month), answered_on))) = 1
),

differing as (
    select distinct chosen.workplace, chosen.month
    from chosen
    asof join (from said where n is not null) as said
        on  said.workplace = chosen.workplace
        and said.box = chosen.box
        and said.month < chosen.month
    where chosen.answered_by <> 'return' and chosen.answer <> said.n
),

gathered as (
    select
        workplace,
        month,
        list({box: box, answer: answer, answered_by: answered_by, answered_on: answered_on, too_small: too_small} order by box) as answers
    from chosen
    group by all
)

select
    scope.month                         as period,
    scope.workplace,
    scope.called,
    scope.name,
    scope.employer,
    received.workplace is not null      as received,
    coalesce(received.some_open, false) as some_open,
    differing.workplace is not null     as changed,
    case when received.workplace is null then unfilled.unfilled end as unfilled,
    gathered.answers
from scope
left join received
    on  received.workplace = scope.workplace
    and received.month = scope.month
left join gathered
    on  gathered.workplace = scope.workplace
    and gathered.month = scope.month
left join differing
    on  differing.workplace = scope.workplace
    and differing.month = scope.month
left join unfilled
    on  unfilled.workplace = scope.workplace
    and unfilled.month = scope.month
