-- One row per workplace of which the table "exports" has an export for the last month:
-- the day that it is of.
select workplace, max(exported_on) as exported_on
from temp.main.exports
where period = getvariable('last_month')
    and exported_on is not null
group by workplace
order by workplace
