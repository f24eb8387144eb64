-- check:     home_sent_by_its_employer
-- title:     homes of another employer, which sends them itself
-- source:    provider_return
-- severity:  leave out the row
-- column:    workplace
-- gate:      form
-- only:      several employers
-- needs:     workplaces_in_force
-- says:      most workplaces in this return belong to another employer than this one, and its own employer has sent this month already, so we leave this row out
-- fix:       Check the ID. If it is wrong, put it right and send the return again. If you send returns for both employers, tell us so.
-- status:    assumed (an ID may be mistyped; most are more than half of the homes)
with

homes as (
    select sent.file, sent.unit, workplaces.employer
    from (
        select distinct file, unit
        from provider_return
    ) as sent
    join workplaces_in_force as workplaces
        on workplaces.workplace = sent.unit
),

-- Of two that have half each it is neither: either ID may be the wrong one.
senders as (
    select file, arg_max(employer, homes) as employer
    from (
        select file, employer, count(*) as homes
        from homes
        group by file, employer
    )
    group by file
    having 2 * max(homes) > sum(homes)
),

strangers as (
    select homes.file, homes.unit, homes.employer
    from homes
    join senders
        on senders.file = homes.file
    where homes.employer <> senders.employer
),

-- Of all that was ever sent, only the files that hold such a home are looked at.
others as (
    select sent.file, sent.unit, sent.period, sent.received_on, workplaces.employer
    from provider_return_sent as sent
    join workplaces_in_force as workplaces
        on workplaces.workplace = sent.unit
    where sent.file in (
        select file
        from provider_return_sent
        where unit in (select unit from strangers)
    )
),

other_senders as (
    select file, arg_max(employer, homes) as employer
    from (
        select file, employer, count(distinct unit) as homes
        from others
        group by file, employer
    )
    group by file
    having 2 * max(homes) > sum(homes)
),

first_sent as (
    select others.unit, others.period, other_senders.employer, min(others.received_on) as received_on
    from others
    join other_senders
        on other_senders.file = others.file
    group by others.unit, others.period, other_senders.employer
)

select provider_return.line
from provider_return
join strangers
    on  strangers.file = provider_return.file
    and strangers.unit = provider_return.unit
join first_sent
    on  first_sent.unit = strangers.unit
    and first_sent.employer = strangers.employer
    and first_sent.period = provider_return.period
    and first_sent.received_on <= provider_return.received_on
