-- metric:           starters
-- title:            Starters, permanent and temporary staff
-- noun:             starters
-- unit:             people
-- kind:             count
-- interval:         byar
-- windows:          month
-- numerator counts: people
-- population:       workplaces in scope at the end of the month
-- numerator:        permanent and temporary staff who joined in the month
-- definition:       As the monthly return asks: people who joined in that month.
--                   ASC-WDS asks about the last twelve months and cannot give a
--                   month.
-- source:           provider_return
-- owner:            the academy
-- status:           found (definition), assumed (monthly)
-- direction:        neutral
-- rises:            more people joined
-- falls:            fewer people joined
-- breakdowns:       area; service; role_group; area x service; area x role_group
-- peers:            service
-- charts:           line
-- links:            turnover_rate
select
    returns.period,
    workplaces.area,
    workplaces.employer,
    returns.workplace,
    returns.workplace           as subject,
    'provider_return'           as source,
    returns.joined              as people,
    returns.joined_left_out     as left_out,
    workplaces.service,
    returns.role_group,
    returns.joined              as numerator
from returns
join workplaces using (workplace)
