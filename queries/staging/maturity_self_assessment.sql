-- One row per respondent, round and question answered.
select
    votes.line,
    votes.respondent,
    try_cast(votes.round as date)               as period,
    answers.heading                             as item,
    rtrim(answers.answer, '; ')                 as answer -- Forms ends some answers with a semicolon
from maturity_self_assessment as votes
join maturity_self_assessment_answers as answers using (line)
