-- Every way a workplace may be named in a file, and the workplace it is: our
-- own ID, the CQC location, or the ID in ASC-WDS. Word and Outlook put other
-- dashes in the place of a hyphen; each is one here.
create or replace temp table temp.main.known_workplaces as
with

named as (
    from workplaces_in_force select workplace, workplace as given, 1 as preference
    union all
    from workplaces_in_force select workplace, cqc_location, 2
    union all
    from workplaces_in_force select workplace, ascwds_id, 3
)

select lower(trim(translate(given, '‐‑–—−', '-----'))) as given, arg_min(workplace, (preference, workplace)) as workplace
from named
where trim(given) <> ''
group by all
