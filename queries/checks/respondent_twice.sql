-- check:     respondent_twice
-- title:     respondents that are in a survey twice
-- source:    survey_microsoft_forms, survey_qualtrics, survey_smartsurvey, survey_surveymonkey
-- severity:  ask
-- column:    respondent
-- gate:      form
-- says:      a row above has the same respondent number, so one person may count twice
-- fix:       If both rows are of one person, delete the one that is not to count, and send the file again. If they are of two people, you need do nothing.
-- status:    found (these platforms number each reply); assumed (two people may have one number where exports were put together by hand)
with

-- A reply is a row for each of its answers.
replies as (
    select distinct file, respondent, line
    from file_rows
    where respondent is not null
)

select line
from replies
qualify row_number() over (partition by file, respondent order by line) > 1
