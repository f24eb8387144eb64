-- One row per workplace and rule that a waiver lets through. A waiver names a
-- workplace, or the employer of several, by any ID we know it by.
with

called as (
    select workplace, lower(trim(unnest([workplace, employer, cqc_location, cqc_provider, ascwds_id]))) as called
    from workplaces_in_force
)

select distinct
    called.workplace,
    trim(waivers.rule) as rule,
    coalesce(waivers.reason, 'no reason was given') as reason,
    coalesce(waivers.who, 'nobody named') as who,
    waivers.until_date
from waivers_in_force as waivers
join called
    on called.called = lower(trim(waivers.provider))
where waivers.until_date is not null
order by all
