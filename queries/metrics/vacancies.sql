-- metric:           vacancies
-- title:            Vacancies, permanent and temporary posts
-- noun:             vacancies
-- unit:             posts
-- kind:             count
-- interval:         byar
-- windows:          snapshot
-- numerator counts: posts
-- population:       workplaces in scope at the end of the month
-- numerator:        permanent and temporary posts that are vacant and being
--                   recruited to on the last day of the month
-- definition:       Posts being actively recruited to. Bank, pool and agency work
--                   is not counted. A workplace feeds the figure from its monthly
--                   return where that is fresh (45 days), otherwise from its
--                   ASC-WDS export (100 days). None is a true zero; blank and "don't
--                   know" are no answer.
-- source:           provider_return, ascwds
-- owner:            the academy
-- status:           found (Skills for Care)
-- direction:        down is better
-- rises:            more posts are vacant
-- falls:            fewer posts are vacant
-- breakdowns:       area; service; role_group; area x service
-- peers:            service
-- charts:           line; bar
-- links:            vacancy_rate
select
    returns.period,
    workplaces.area,
    workplaces.employer,
    returns.workplace,
    returns.workplace   as subject,
    'provider_return'   as source,
    0                   as people,
    case
        when returns.snapshot_left_out is not null then returns.snapshot_left_out
        when returns.no_vacancies then 'not answered'
    end                 as left_out,
    workplaces.service,
    returns.role_group,
    returns.vacancies   as numerator
from returns
join workplaces using (workplace)

union all

select
    ascwds.period,
    workplaces.area,
    workplaces.employer,
    ascwds.workplace,
    ascwds.workplace,
    'ascwds',
    0,
    coalesce(ascwds.export_left_out, ascwds.vacancies_left_out),
    workplaces.service,
    ascwds.role_group,
    ascwds.vacancies
from ascwds
join workplaces using (workplace)
