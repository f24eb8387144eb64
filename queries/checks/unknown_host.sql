-- check:     unknown_host
-- title:     workplaces that are not in reference/workplaces.csv
-- source:    course_records, placements
-- severity:  ask
-- again:     confirms workplace
-- column:    learner_workplace, host
-- gate:      form
-- needs:     workplaces_in_force
-- says:      we know no workplace of this ID or name, so the row counts for no workplace
-- fix:       Check the ID. Use the CQC location ID, or the ID the academy gave the workplace. If it is not one of the academy's, you need do nothing.
-- status:    found (the form asks for the ID of a workplace)
with

named as (
    select line, lower(trim(columns('^(host|workplace)$'))) as given
    from file_rows
),

known as (
    select lower(trim(unnest([workplace, cqc_location, ascwds_id, name]))) as given
    from workplaces_in_force
)

select line
from named
where given not in (select given from known where given is not null)
