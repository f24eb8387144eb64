-- check:    not_on_the_scale
-- source:   survey_google_forms, survey_microsoft_forms, survey_qualtrics, survey_smartsurvey, survey_surveymonkey
-- severity: ask
-- used:     no
-- column:   answer
-- says:     this answer is not one of those that the question has
-- fix:      Choose one of the answers of the question; if it is a new answer, tell the academy, who adds it to reference/survey_items.csv.
with

-- Semicolons and commas part several answers, and an answer may have either in
-- it: both sides are brought to one spelling.
spelt as (
    select
        answers.line,
        answers.item as field,
        items.several,
        lower(trim(answers.answer)) as answer,
        list_transform(items.answers, lambda a: lower(a)) as scale
    from file_rows as answers
    join survey_items_in_force as items
        on lower(trim(items.question)) = lower(trim(answers.item))
    where len(items.answers) > 0
        and answers.answer is not null
),

parts as (
    select
        line,
        field,
        several,
        answer,
        scale,
        regexp_split_to_array(answer, '\s*[;,]\s*') as given,
        list_transform(scale, lambda a: regexp_replace(a, '\s*[;,]\s*', ';', 'g')) as choices
    from spelt
)

select distinct line, field
from parts
where not list_contains(scale, answer)
    and not (
        several
        and len(list_filter(given, lambda g: g <> '')) = coalesce(list_sum(list_transform(
            list_filter(choices, lambda c: contains(';' || array_to_string(given, ';') || ';', ';' || c || ';')),
            lambda c: len(string_split(c, ';'))
        )), 0)
    )
