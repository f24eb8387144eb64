-- metric:           maturity_level
-- title:            Maturity of the academy, by theme
-- noun:             maturity level
-- unit:             votes
-- kind:             ordinal
-- windows:          round
-- numerator counts: judgements
-- population:       members of the steering group who voted
-- numerator:        votes for the level
-- denominator:      all votes for the theme
-- definition:       Each voter places the academy at one level of each theme; then
--                   one level is agreed. Levels are ordinal: the votes, the level
--                   agreed and the target are shown, never a mean.
-- source:           maturity
-- owner:            the academy
-- status:           levels found; themes assumed
-- direction:        up is better
-- rises:            a higher level was agreed
-- falls:            a lower level was agreed
-- breakdowns:       theme
-- charts:           levels
select
    period,
    null::text      as area,
    null::text      as employer,
    null::text      as workplace,
    respondent      as subject,
    'maturity'      as source,
    (level is not null)::integer as people,
    null::text      as left_out,
    title           as theme,
    level,
    agreed
from maturity_ratings
