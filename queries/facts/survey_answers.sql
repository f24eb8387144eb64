-- One row per reply and answer chosen of a survey, whatever platform hosted it.
-- Questions that are not in reference/survey_items.csv are left out here, and so
-- is free text, which has no answers to choose from. left_out says why an answer
-- is not counted.
with

answers as (
    select
        'microsoft_forms' as platform,
        file,
        unit,
        line,
        respondent,
        completed_on,
        item,
        answer
    from survey_microsoft_forms

    union all by name

    select
        'surveymonkey' as platform,
        file,
        unit,
        line,
        respondent,
        completed_on,
        item,
        answer
    from survey_surveymonkey

    union all by name

    select
        'smartsurvey' as platform,
        file,
        unit,
        line,
        respondent,
        completed_on,
        item,
        answer
    from survey_smartsurvey

    union all by name

    select
        'google_forms' as platform,
        file,
        unit,
        line,
        respondent,
        completed_on,
        item,
        answer
    from survey_google_forms

    union all by name

    select
        'qualtrics' as platform,
        file,
        unit,
        line,
        respondent,
        completed_on,
        item,
        answer
    from survey_qualtrics
),

asked as (
    select
        answers.platform,
        answers.file,
        answers.completed_on,
        coalesce(answers.respondent, answers.unit || ' ' || answers.line) as respondent,
        items.survey,
        items.item,
        items.several,
        items.answers as scale,
        trim(answers.answer) as answer,
        regexp_split_to_array(lower(trim(answers.answer)), '\s*[;,]\s*') as given
    from answers
    join survey_items as items
        on lower(trim(items.question)) = lower(trim(answers.item))
    where len(items.answers) > 0
        and answers.answer is not null
),

-- The reply of a respondent in the newest file: one whose survey was edited
-- after it came is in two files.
newest as (
    select *
    from asked
    qualify file = max(file) over (partition by platform, survey, respondent, completed_on)
),

-- An answer of the scale as a whole, or else, where several may be chosen, each
-- answer of the scale that stands in it between semicolons or commas.
chosen as (
    select
        newest.* exclude (scale, given, answer),
        case
            when len(list_filter(scale, lambda a: lower(a) = lower(answer))) > 0
                then list_filter(scale, lambda a: lower(a) = lower(answer))
            when several
                then list_filter(scale, lambda a: contains(
                    ';' || array_to_string(given, ';') || ';',
                    ';' || regexp_replace(lower(a), '\s*[;,]\s*', ';', 'g') || ';'
                ))
            else []
        end as choices,
        scale
    from newest
)

select distinct
    platform,
    survey,
    item,
    respondent,
    completed_on,
    choice as answer,
    list_position(scale, choice) as rank,
    len(scale) as ranks,
    case when choice is null then 'not on the scale' end as left_out
from (
    select
        * exclude (choices),
        unnest(case when len(choices) > 0 then choices else [null::text] end) as choice
    from chosen
)
