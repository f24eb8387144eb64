-- check:     lists_do_not_match_starters
-- source:    ascwds_workplace
-- severity:  ask
-- used:      no
-- column:    starters
-- gate:      cell
-- says:      the list of starters does not have one number for each job role, so we cannot read it
-- fix:       Answer the starters question for each job role in ASC-WDS, and export the file again.
-- status:    found (measures.json: lists of equal length)
select line
from ascwds_workplace
where starters is not null
    and trim(starters) <> '999'
    and len(string_split(starters, ';')) <> len(job_roles)
