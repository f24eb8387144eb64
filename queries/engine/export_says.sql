-- One row per workplace of which the table "exports" has an export for the last month,
-- and column of it that says why an answer is left out, or how many staff and worker
-- records there are.
with

newest as (
    select workplace, columns('(_left_out|^total_staff|^records)$')::text
    from temp.main.exports
    where period = getvariable('last_month')
        and exported_on is not null
)

select distinct workplace, field, value
from newest
unpivot (value for field in (columns(* exclude (workplace))))
order by workplace, field
