-- One row per workplace and source of the table "metric" in the last month, in the
-- order of the metric's sources: why that source gives nothing.
select
    workplace,
    source,
    min(left_out) as reason
from metric
where workplace is not null
    and period = getvariable('last_month')
group by workplace, source
having min(left_out) is not null
order by workplace, list_position(getvariable('metric_sources'), source)
