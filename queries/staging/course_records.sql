-- One row per person and course. The row is its own unit: who, which course, and
-- when enrolled.
select
    line,
    md5(concat_ws(chr(10), learner, lower(trim(course)), coalesce(enrolled_on::text, ''))) as given,
    unhex(learner)                              as learner,
    learner_workplace                           as workplace,
    course,
    lower(trim(outcome))                        as outcome,
    try_cast(enrolled_on as date)               as enrolled_on,
    try_cast(completed_on as date)              as completed_on
from course_records
