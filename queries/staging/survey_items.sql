-- One row per question of a survey, as a platform spells it. The answers of its
-- scale are a list, the lowest first; several says that more than one may be
-- chosen.
select
    line,
    survey,
    item,
    question,
    list_filter(list_transform(string_split(answers, ';'), lambda a: trim(a)), lambda a: a <> '') as answers,
    coalesce(several = 'true', false)           as several
from survey_items
