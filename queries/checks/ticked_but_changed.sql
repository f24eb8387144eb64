-- check:     ticked_but_changed
-- source:    provider_return
-- severity:  ask
-- column:    no_change
-- gate:      tables
-- says:      "nothing has changed" is ticked, but this box says otherwise; we use what it says, and take the boxes left blank as unchanged
-- fix:       If something has changed, take out the tick and fill in every box of this row. If nothing has, empty this box.
-- status:    found (return.json: what the tick stands for); assumed (what is filled in counts)
with

ticked as (
    select distinct file, unit
    from provider_return
    where no_change
),

-- Numbers at the end of a month. They say nothing new where they are those of the
-- month before, as in a form that came filled in.
sent as (
    select line, file, unit, period, no_change, correction, field, n
    from (
        select provider_return.*
        from provider_return
        join ticked using (file, unit)
    )
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

-- What is filled in here stands for what was sent of the same month before, and a
-- correction for the row that it corrects.
known as (
    select file, unit, period, no_change, field, n, true as here, coalesce(correction, false) as corrects
    from sent

    union all

    select for_file, unit, period, no_change, field, n, false, false
    from (
        select earlier.*
        from provider_return_earlier as earlier
        join ticked
            on  ticked.file = earlier.for_file
            and ticked.unit = earlier.unit
    )
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

stands as (
    select file, unit, period, field, arg_max_null(n, (here, corrects)) as n
    from known
    where n is not null or not no_change
    group by file, unit, period, field
),

before as (
    select sent.line, sent.field, sent.n, stands.n as before
    from sent
    asof join stands
        on  stands.file = sent.file
        and stands.unit = sent.unit
        and stands.field = sent.field
        and stands.period < sent.period
    where sent.no_change and sent.n is not null
)

select line, field
from before
where n <> before
union all
select line, field
from provider_return
unpivot (n for field in (
    care_joined, care_left, other_joined, other_left, joined_new_to_care, left_to_care
))
where no_change and n > 0
