-- check:     lists_do_not_match_leavers
-- source:    ascwds_workplace
-- severity:  ask
-- used:      no
-- column:    leavers
-- says:      the list of leavers does not have one number for each job role, so we cannot read it
-- fix:       Answer the leavers question for each job role in ASC-WDS, and export the file again.
select line
from ascwds_workplace
where leavers is not null
    and trim(leavers) <> '999'
    and len(string_split(leavers, ';')) <> len(job_roles)
