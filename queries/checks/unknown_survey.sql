-- check:    unknown_survey
-- source:   survey_google_forms, survey_microsoft_forms, survey_qualtrics, survey_smartsurvey, survey_surveymonkey
-- severity: refuse the file
-- column:   item
-- says:     we know none of the questions in this file, so we cannot read it as one of our surveys
-- fix:      Send the survey you were asked for; if it is new, tell the academy, who adds its questions to reference/survey_items.csv.
select min(answers.line) as line
from file_rows as answers
left join survey_items_in_force as items
    on lower(trim(items.question)) = lower(trim(answers.item))
group by answers.file
having count(items.question) = 0
