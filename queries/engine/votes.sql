-- One row per round, members and level of the ordinal table "metric": the votes
-- for it, and the level agreed.
select
    period,
    area,
    employer,
    workplace,
    members,
    level,
    agreed,
    source,
    count(level) * 1000     as numerator,
    0                       as denominator,
    sum(people)::bigint     as people,
    null::text              as left_out
from metric
group by all
order by all
