-- check:     waiver_of_nobody
-- title:     waivers of nobody we know
-- source:    waivers
-- severity:  ask
-- column:    provider
-- gate:      cell
-- needs:     workplaces_in_force
-- says:      we do not know this provider, so nothing is waived
-- fix:       Use the ID of the workplace or of its employer, as in reference/workplaces.csv.
-- status:    found (waivers.csv names providers)
with

known as (
    select lower(trim(unnest([workplace, employer, cqc_location, cqc_provider, ascwds_id]))) as called
    from workplaces_in_force
)

select line
from waivers
where lower(trim(provider)) not in (select called from known where called is not null)
