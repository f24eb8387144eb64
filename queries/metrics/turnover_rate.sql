-- metric:             turnover_rate
-- title:              Turnover rate, permanent and temporary staff
-- noun:               turnover rate
-- unit:               per cent
-- kind:               ratio
-- interval:           byar
-- windows:            rolling12
-- numerator counts:   people x 12
-- denominator counts: people x 12
-- population:         workplaces in scope at the end of the month
-- numerator:          12 times the permanent and temporary staff who left in the 12
--                     months
-- denominator:        person-months: the sum over 12 month ends of people on
--                     permanent or temporary contracts
-- definition:         Leavers of the last twelve months over staff employed on
--                     permanent or temporary contracts. From ASC-WDS: the
--                     twelve-month question over its worker records, held to the
--                     area guard of Skills for Care. From returns: all twelve months are
--                     needed. Pool, bank and agency are in neither sum. A workplace
--                     above 995% is left out and says so. It can pass 100 per cent
--                     and is not a proportion.
-- source:             ascwds, provider_return
-- owner:              the academy
-- status:             found (ASC-WDS); assumed (from returns)
-- direction:          down is better
-- rises:              staff leave at a higher rate
-- falls:              staff leave at a lower rate
-- breakdowns:         area; service; role_group; area x service
-- peers:              service
-- charts:             line; bar
-- links:              leavers
select
    ascwds.period,
    workplaces.area,
    workplaces.employer,
    ascwds.workplace,
    ascwds.workplace        as subject,
    'ascwds'                as source,
    ascwds.employed         as people,
    case
        when ascwds.export_left_out is not null then ascwds.export_left_out
        when ascwds.records_left_out is not null then ascwds.records_left_out
        when ascwds.leavers_left_out is not null then ascwds.leavers_left_out
        when ascwds.employed_in_all = 0 then 'no permanent or temporary staff'
        when 100 * ascwds.leavers_in_all > 995 * ascwds.employed_in_all then 'above 995%'
    end                     as left_out,
    workplaces.service,
    ascwds.role_group,
    12 * ascwds.leavers     as numerator,
    12 * ascwds.employed    as denominator
from ascwds
join workplaces using (workplace)

union all

select
    returns.period,
    workplaces.area,
    workplaces.employer,
    returns.workplace,
    returns.workplace,
    'provider_return',
    returns.permanent + returns.temporary,
    returns.year_left_out,
    workplaces.service,
    returns.role_group,
    12 * returns.year_leavers,
    returns.year_person_months
from returns
join workplaces using (workplace)
