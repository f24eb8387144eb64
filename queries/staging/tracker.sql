-- One row per person and episode of support.
select
    line,
    unhex(person)                               as person,
    route,
    home_area,
    course,
    try_cast(referred_on as date)               as referred_on,
    try_cast(placement_started_on as date)      as placement_started_on,
    try_cast(placement_completed_on as date)    as placement_completed_on,
    try_cast(course_started_on as date)         as course_started_on,
    try_cast(course_completed_on as date)       as course_completed_on,
    try_cast(care_certificate_on as date)       as care_certificate_on,
    try_cast(interview_on as date)              as interview_on,
    try_cast(job_started_on as date)            as job_started_on,
    try_cast(in_post_on as date)                as in_post_on,
    try_cast(withdrawn_on as date)              as withdrawn_on
from tracker
