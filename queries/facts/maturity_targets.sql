-- One row per target of a theme.
select
    targets.theme,
    themes.title,
    targets.level,
    levels.title as level_title,
    levels.rank,
    targets.by_date
from maturity_targets as targets
join maturity_themes as themes
    on themes.theme = targets.theme
join maturity_levels as levels
    on levels.level = targets.level
