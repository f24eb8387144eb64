-- check:     unknown_level
-- source:    maturity_self_assessment
-- severity:  ask
-- used:      no
-- column:    answer
-- says:      this answer is not one of the levels of the matrix
-- fix:       Use the levels as reference/maturity_levels.csv spells them, or correct them there.
select distinct answers.line, answers.item as field
from maturity_self_assessment as answers
where lower(answers.item) in (
        select lower(vote_item) from maturity_themes_in_force
        union all
        select lower(agreed_item) from maturity_themes_in_force
    )
    and answers.answer is not null
    and lower(trim(answers.answer)) not in (select lower(title) from maturity_levels_in_force)
