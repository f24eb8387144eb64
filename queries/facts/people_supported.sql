-- One row per person and episode of support, with the day each stage was
-- reached.
with

names as (
    select area, lower(trim(unnest(string_split(concat_ws(';', area, aliases), ';')))) as name
    from areas
),

known as (
    select name, min(area) as area
    from names
    group by name
)

select
    tracker.person,
    tracker.route,
    known.area,
    tracker.referred_on,
    tracker.placement_started_on,
    tracker.placement_completed_on,
    tracker.course,
    tracker.course_started_on,
    tracker.course_completed_on,
    tracker.care_certificate_on,
    tracker.interview_on,
    tracker.job_started_on,
    tracker.in_post_on,
    tracker.withdrawn_on
from tracker
left join known
    on known.name = lower(trim(tracker.home_area))
