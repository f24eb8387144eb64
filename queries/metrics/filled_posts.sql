-- metric:           filled_posts
-- title:            Filled posts, all staff
-- noun:             filled posts
-- unit:             people
-- kind:             count
-- interval:         byar
-- windows:          snapshot
-- numerator counts: people
-- population:       workplaces in scope at the end of the month
-- numerator:        permanent, temporary, bank, pool and agency workers
-- definition:       From ASC-WDS: worker records where they are the stated total;
--                   the mean of both where they are fewer than 5 or less than a
--                   tenth of their mean apart (assumed: of what the tenth is
--                   taken); otherwise no figure. From the return: permanent,
--                   temporary, bank and agency. Bank and agency workers who worked
--                   in the month are counted.
-- source:           ascwds, provider_return
-- owner:            the academy
-- status:           found (Skills for Care filled-posts rule)
-- direction:        up is better
-- rises:            more people are in post
-- falls:            fewer people are in post
-- breakdowns:       area; service; area x service
-- peers:            service
-- charts:           line; bar
select
    ascwds.period,
    workplaces.area,
    workplaces.employer,
    ascwds.workplace,
    ascwds.workplace    as subject,
    'ascwds'            as source,
    ascwds.records      as people,
    coalesce(ascwds.export_left_out, ascwds.records_left_out)   as left_out,
    workplaces.service,
    (ascwds.total_staff + ascwds.records) * 0.5::decimal(2, 1)  as numerator
from ascwds
join workplaces using (workplace)
where ascwds.role_group = 'Other'   -- the whole workplace stands in each role group

union all

select
    returns.period,
    workplaces.area,
    workplaces.employer,
    returns.workplace,
    returns.workplace,
    'provider_return',
    returns.permanent + returns.temporary + returns.bank + returns.agency,
    case
        when returns.snapshot_left_out is not null then returns.snapshot_left_out
        when returns.no_staff then 'not answered'
    end,
    workplaces.service,
    returns.permanent + returns.temporary + returns.bank + returns.agency
from returns
join workplaces using (workplace)
