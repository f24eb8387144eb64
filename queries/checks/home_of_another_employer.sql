-- check:     home_of_another_employer
-- title:     homes of another employer than the rest of the return
-- source:    provider_return
-- severity:  ask
-- again:     confirms
-- column:    workplace
-- gate:      form
-- only:      several employers
-- needs:     workplaces_in_force
-- says:      half or more of the workplaces in this return belong to another employer than this one
-- fix:       Check the ID. If it is wrong, put it right, send the return again with the box Correction ticked, and tell us which row it was. If you send returns for both employers, you need do nothing but tell us so.
-- status:    assumed (half of the homes; a sheet of many employers, put together by a council, has no such half)
with

homes as (
    select sent.file, sent.unit, sent.first_line, workplaces.employer
    from (
        select file, unit, min(line) as first_line
        from provider_return
        group by file, unit
    ) as sent
    join workplaces_in_force as workplaces
        on workplaces.workplace = sent.unit
),

-- Of two that have half each, the first.
senders as (
    select file, arg_max(employer, (homes, -first_line)) as employer
    from (
        select file, employer, count(distinct unit) as homes, min(first_line) as first_line
        from homes
        group by file, employer
    )
    group by file
    having 2 * max(homes) >= sum(homes)
)

select distinct provider_return.line
from provider_return
join homes
    on  homes.file = provider_return.file
    and homes.unit = provider_return.unit
join senders
    on senders.file = homes.file
where homes.employer <> senders.employer
