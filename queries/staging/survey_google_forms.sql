-- One row per reply and answer.
-- A reply is known again by its day, the questions it answers and
-- its answers: the export has no number of the respondent.
with

answers as (
    select line, heading, answer
    from survey_google_forms_answers
),

asked as (
    select line, string_agg(distinct heading, chr(10) order by heading) as questions,
        string_agg(answer, chr(10) order by heading, answer) as answers
    from answers
    group by line
),

-- What a reply is known by is as long as all its questions: it is made once for a
-- reply, and not for each of its answers.
replies as (
    select
        replies.line,
        md5(concat_ws(chr(10), asked.answers, replies.completed, asked.questions)) as given,
        null::text as respondent,
        try_cast(replies.completed as date) as completed_on
    from survey_google_forms as replies
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
