-- One row per person, course and activity that counts, and one without an
-- activity for the course as a whole. Activities of the same name are one row:
-- times says how many there are, times_completed how many of them are completed.
-- What a site adds to the report is passed over: an activity's answer is one of
-- Moodle's states, whoever set it, or a day.
with

reports as (
    select
        line,
        learner,
        regexp_replace(course, '\s*\(\d+\)$', '') as course, -- a file saved twice
        try_cast(completed as date) as completed_on
    from moodle_course_completion
),

answers as (
    select
        line,
        regexp_replace(heading, '(?i) - completion date$', '') as activity,
        regexp_matches(heading, '(?i) - completion date$') as is_date,
        lower(trim(regexp_replace(answer, '(?i)\s*\(set by .*\)\s*$', ''))) as answer,
        try_strptime(trim(answer), ['%d/%m/%y, %H:%M', '%d/%m/%Y, %H:%M', '%d/%m/%y %H:%M', '%d/%m/%Y %H:%M', '%Y-%m-%d'])::date as day
    from moodle_course_completion_answers
),

activities as (
    select
        line,
        activity,
        count(*) filter (not is_date) as times,
        count(*) filter (not is_date and (starts_with(answer, 'completed') or day is not null)) as times_completed,
        max(day) as completed_on
    from answers
    where is_date or day is not null
        or answer in ('completed', 'not completed', 'completed (achieved pass grade)', 'completed (did not achieve pass grade)')
    group by all
    having count(*) filter (not is_date) > 0
),

parts as (
    select line, null::text as activity, 1 as times, (completed_on is not null)::integer as times_completed, completed_on
    from reports

    union all by name

    from activities
)

select
    reports.line,
    md5(concat_ws(chr(10), reports.learner, lower(coalesce(reports.course, '')))) as given,
    unhex(reports.learner)                      as learner,
    reports.course,
    parts.activity,
    parts.times::integer                        as times,
    parts.times_completed::integer              as times_completed,
    parts.completed_on
from reports
join parts using (line)
