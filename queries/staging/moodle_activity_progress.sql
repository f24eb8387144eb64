-- One row per person, course and activity; times says how many activities have
-- the name, times_completed how many of them are completed. A row without an
-- activity has no answer that Moodle gives. Who set a state by hand is left out.
with

reports as (
    select
        line,
        learner,
        regexp_replace(course, '\s*\(\d+\)$', '') as course -- a file saved twice
    from moodle_activity_progress
),

answers as (
    select
        line,
        heading as activity,
        lower(trim(regexp_replace(answer, '(?i)\s*\(set by .*\)\s*$', ''))) as answer,
        try_strptime(trim(answer), '%Y-%m-%d %H:%M:%S')::date as day
    from moodle_activity_progress_answers
),

activities as (
    select
        line,
        activity,
        count(*) filter (day is null)                       as times,
        count(*) filter (starts_with(answer, 'completed'))  as times_completed,
        max(day)                                            as completed_on
    from answers
    where day is not null
        or answer in ('completed', 'not completed', 'completed (achieved pass grade)', 'completed (did not achieve pass grade)')
    group by all
    having count(*) filter (day is null) > 0
)

select
    reports.line,
    md5(concat_ws(chr(10), reports.learner, lower(coalesce(reports.course, '')))) as given,
    unhex(reports.learner)                      as learner,
    reports.course,
    activities.activity,
    activities.times::integer                   as times,
    activities.times_completed::integer         as times_completed,
    activities.completed_on
from reports
left join activities using (line)
