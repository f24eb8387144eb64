-- check:     sent_by_another_and_different
-- title:     a month that somebody else sent with other numbers
-- source:    provider_return
-- severity:  ask
-- column:    workplace
-- gate:      tables
-- needs:     provider_return_earlier
-- says:      somebody else sent this month for this workplace before, with another number here; yours counts now
-- fix:       Look at the ID and the month. If both are right, you need do nothing more. If the workplace was not yours in that month, tell us so.
-- status:    assumed (a workplace may have changed hands; who sent a file is the employer of most of its homes)
with

now as (
    select line, file, unit, period, field, n
    from provider_return
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
    where not correction
),

before as (
    select for_file, answered, file, unit, period, field, n
    from provider_return_earlier
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        care_joined, care_left, other_permanent, other_temporary, other_bank,
        other_agency, other_vacancies, other_joined, other_left, joined_new_to_care,
        left_to_care
    ))
),

different as (
    select now.line, now.field, now.file, -before.file as before -- as provider_return_sent numbers it
    from now
    join before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.period = now.period
        and before.field = now.field
    where before.n <> now.n and not before.answered -- it puts right what we asked about
),

homes as (
    select distinct sent.file, sent.unit, workplaces.employer
    from provider_return_sent as sent
    join workplaces_in_force as workplaces
        on workplaces.workplace = sent.unit
    where sent.file in (select file from different union all select before from different)
),

-- Who sent a file: the employer of more than half of its homes, or else nobody known.
senders as (
    select file, coalesce(any_value(employer) filter (2 * homes > all_homes), '') as employer
    from (
        select file, employer, count(*) as homes, sum(count(*)) over (partition by file) as all_homes
        from homes
        group by file, employer
    )
    group by file
)

select different.line, different.field
from different
join senders as sender
    on sender.file = different.file
join senders as earlier
    on earlier.file = different.before
where earlier.employer <> sender.employer
