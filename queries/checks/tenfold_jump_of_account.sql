-- check:     tenfold_jump_of_account
-- title:     numbers ten times those of the export before
-- source:    ascwds_workplace
-- severity:  ask
-- again:     confirms total_staff
-- column:    totalpermtemp
-- gate:      tables
-- needs:     ascwds_workplace_earlier
-- says:      your total number of staff is very different from that in the export before
-- fix:       Look for a digit too many or too few in ASC-WDS. If it is right, tell us so.
-- status:    found (tenfold); assumed (20 people)
with

last_known as (
    select
        now.line,
        now.total_staff,
        arg_max(before.total_staff, before.period) as before
    from ascwds_workplace as now
    join ascwds_workplace_earlier as before
        on  before.for_file = now.file
        and before.unit = now.unit
        and before.period < now.period
    group by now.line, now.total_staff
)

select line
from last_known
where greatest(total_staff, before) >= 20 -- assumed
    and least(total_staff, before) >= 1
    and greatest(total_staff, before) >= 10 * least(total_staff, before)
