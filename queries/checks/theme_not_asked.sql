-- check:     theme_not_asked
-- source:    maturity_self_assessment
-- severity:  ask
-- column:    round
-- gate:      tables
-- says:      the question of a theme in reference/maturity_themes.csv is in no heading of this export
-- fix:       Spell the question there as the form has it, or take the theme out.
select min(answers.line) as line
from maturity_themes_in_force as themes
cross join maturity_self_assessment as answers
group by answers.file, themes.theme, themes.vote_item
having not bool_or(lower(answers.item) = lower(themes.vote_item))
