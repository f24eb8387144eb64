-- check:     ticked_but_changed
-- source:    provider_return
-- severity:  ask
-- column:    no_change
-- gate:      tables
-- only:      no_change
-- says:      "Nothing has changed" is ticked, but this box says otherwise; we use what it says, and take the boxes left blank as unchanged
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
    select line, file, unit, period, field, n
    from (
        from provider_return
        where no_change
    )
    unpivot (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
),

-- What counts of the months before, in this file or another, as the figures carry it on.
stands as (
    select for_file, unit, period, field, n
    from (
        select beside.*
        from provider_return_beside as beside
        join ticked
            on  ticked.file = beside.for_file
            and ticked.unit = beside.unit
    )
    unpivot include nulls (n for field in (
        care_permanent, care_temporary, care_bank, care_agency, care_vacancies,
        other_permanent, other_temporary, other_bank, other_agency, other_vacancies
    ))
    where n is not null or not no_change
),

before as (
    select sent.line, sent.field, sent.n, stands.n as before
    from sent
    asof join stands
        on  stands.for_file = sent.file
        and stands.unit = sent.unit
        and stands.field = sent.field
        and stands.period < sent.period
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
