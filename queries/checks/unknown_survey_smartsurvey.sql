-- check:    unknown_survey_smartsurvey
-- source:   survey_smartsurvey
-- severity: refuse the file
-- column:   item
-- says:     we know none of the questions in this file: it is no survey of the academy
-- fix:      send the survey you were asked for; if it is new, tell the academy, who adds its questions to reference/survey_items.csv
select min(answers.line) as line
from survey_smartsurvey as answers
left join survey_items_in_force as items
    on lower(trim(items.question)) = lower(trim(answers.item))
group by answers.file
having count(items.question) = 0
