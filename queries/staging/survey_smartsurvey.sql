-- One row per reply and answer.
-- A reply is known again by the number of the respondent, its day and the questions
-- it answers: another survey of the same platform counts from 1 again.
with

answers as (
    select line, heading, answer
    from survey_smartsurvey_answers
),

asked as (
    select line, string_agg(distinct heading, chr(10) order by heading) as questions
    from answers
    group by line
),

-- What a reply is known by is as long as all its questions: it is made once for a
-- reply, and not for each of its answers.
replies as (
    select
        replies.line,
        md5(concat_ws(chr(10), replies.respondent, replies.completed, asked.questions)) as given,
        replies.respondent as respondent,
        try_cast(replies.completed as date) as completed_on
    from survey_smartsurvey as replies
    join asked using (line)
)

select
    replies.line,
    replies.given,
    replies.respondent,
    replies.completed_on,
    answers.heading as item,
    answers.answer
from replies
join answers using (line)
