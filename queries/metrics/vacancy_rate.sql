-- metric:             vacancy_rate
-- title:              Vacancy rate, permanent and temporary posts
-- noun:               vacancy rate
-- unit:               per cent
-- kind:               ratio
-- interval:           wilson
-- windows:            snapshot
-- numerator counts:   posts
-- denominator counts: people
-- population:         workplaces in scope at the end of the month
-- numerator:          permanent and temporary posts that are vacant and being
--                     recruited to on the last day of the month
-- denominator:        people on permanent or temporary contracts, and vacant posts
-- definition:         Vacancies over directly employed staff and vacancies, as the
--                     ASC-WDS benchmark has it. The published share of all posts
--                     that are vacant is another measure. The rate of the totals,
--                     never an average of rates. The denominator holds people and
--                     posts and is protected as people.
-- source:             provider_return, ascwds
-- owner:              the academy
-- status:             found (ASC-WDS benchmark)
-- direction:          down is better
-- rises:              a larger share of posts is vacant
-- falls:              a smaller share of posts is vacant
-- breakdowns:         area; service; role_group; area x service
-- peers:              service
-- charts:             line; bar
-- links:              vacancies
select
    returns.period,
    workplaces.area,
    workplaces.employer,
    returns.workplace,
    returns.workplace                                           as subject,
    'provider_return'                                           as source,
    returns.permanent + returns.temporary                       as people,
    case
        when returns.snapshot_left_out is not null then returns.snapshot_left_out
        when returns.no_vacancies or returns.no_employed then 'not answered'
        when returns.employed_in_all = 0 then 'no permanent or temporary staff'
    end                                                         as left_out,
    workplaces.service,
    returns.role_group,
    returns.vacancies                                           as numerator,
    returns.permanent + returns.temporary + returns.vacancies   as denominator
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
    ascwds.employed,
    case
        when ascwds.export_left_out is not null then ascwds.export_left_out
        when ascwds.records_left_out is not null then ascwds.records_left_out
        when ascwds.vacancies_left_out is not null then ascwds.vacancies_left_out
        when ascwds.employed_in_all = 0 then 'no permanent or temporary staff'
    end,
    workplaces.service,
    ascwds.role_group,
    ascwds.vacancies,
    ascwds.employed + ascwds.vacancies
from ascwds
join workplaces using (workplace)
