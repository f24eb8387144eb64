-- check:     turnover_of_account_above_995
-- source:    ascwds_workplace
-- severity:  ask
-- again:     confirms
-- column:    leavers
-- gate:      tables
-- says:      more than nine times as many people left in a year as work here
-- fix:       Count only those who left in the last 12 months. If the number is right, tell us so.
-- status:    found (measures.json: turnover above 995% is not counted)
select line
from ascwds_workplace
where total_staff > 0
    and len(string_split(leavers, ';')) = len(job_roles)
    and 100 * list_sum(list_transform(string_split(leavers, ';'), lambda n: try_cast(n as bigint))) > 995 * total_staff::bigint
    and trim(leavers) <> '999'
