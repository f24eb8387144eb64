-- check:     home_of_another_employer
-- title:     homes of another employer than the rest of the return
-- source:    provider_return
-- severity:  ask
-- column:    workplace
-- gate:      form
-- needs:     workplaces_in_force
-- says:      this workplace belongs to another employer than most of this return
-- fix:       Check the ID. If it is wrong, put it right, send the return again with the box Correction ticked, and tell us which row it was. If you send returns for both employers, you need do nothing but tell us so.
-- status:    assumed (most are half of the homes; a sheet of many employers, put together by a council, has no such half)
with

homes as (
    select
        provider_return.file,
        workplaces.employer,
        count(distinct provider_return.unit)    as homes,
        min(provider_return.line)               as first_line
    from provider_return
    join workplaces_in_force as workplaces
        on workplaces.workplace = provider_return.unit
    group by provider_return.file, workplaces.employer
),

-- Of two that have half each, the first.
senders as (
    select
        file,
        arg_max(employer, (homes, -first_line)) as employer
    from homes
    group by file
    having 2 * max(homes) >= sum(homes)
)

select provider_return.line
from provider_return
join senders
    on senders.file = provider_return.file
join workplaces_in_force as workplaces
    on workplaces.workplace = provider_return.unit
where workplaces.employer <> senders.employer
