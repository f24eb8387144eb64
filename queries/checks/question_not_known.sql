-- check:    question_not_known
-- title:    questions that are not in reference/survey_items.csv
-- source:   survey_google_forms, survey_microsoft_forms, survey_qualtrics, survey_smartsurvey, survey_surveymonkey
-- severity: ask
-- used:     no
-- column:   item
-- needs:    survey_items_in_force
-- says:     we do not know this question, so no figure is made of its answers
-- fix:      The academy adds it to reference/survey_items.csv as it is written here: with its answers if it is one that we know by other words, or without if its answers are only to be read.
-- status:   found (survey_items.csv names questions; a question edited half way has a heading of its own)
with

questions as (
    select
        answers.file,
        answers.item,
        min(answers.line) as line,
        count(items.question) > 0 as known
    from file_rows as answers
    left join survey_items_in_force as items
        on lower(trim(items.question)) = lower(trim(answers.item))
    where answers.answer is not null
    group by answers.file, answers.item
)

-- A file of which no question is known is none of our surveys: unknown_survey.
select line, item as field
from questions
where not known
    and file in (select file from questions where known)
