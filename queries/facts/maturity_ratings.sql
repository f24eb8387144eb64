-- One row per round, theme and answer: a respondent's vote, or the level agreed.
-- A theme nobody answered for has one row without a level.
with

items as (
    select theme, title, vote_item as item, false as agreed
    from maturity_themes
    union all
    select theme, title, agreed_item, true
    from maturity_themes
),

rounds as (
    select distinct period
    from maturity_self_assessment
    where period <= last_day(getvariable('last_month'))
)

select
    rounds.period,
    items.theme,
    items.title,
    items.agreed,
    answers.respondent,
    levels.level,
    levels.rank
from rounds
cross join items
left join maturity_self_assessment as answers
    on  answers.period = rounds.period
    and lower(answers.item) = lower(items.item)
    and answers.answer is not null
left join maturity_levels as levels
    on lower(levels.title) = lower(trim(answers.answer))
where answers.answer is not null or not items.agreed
