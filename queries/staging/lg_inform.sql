-- One row per area, metric and period. A value that is no number is null.
with

cells as (
    select
        line,
        string_split(heading, ' | ')    as headings,
        answer
    from lg_inform_answers
)

select
    areas.line,
    md5(concat_ws(chr(10), areas.ons_code, cells.headings[4], cells.headings[6], cells.headings[8])) as given,
    areas.ons_code,
    areas.area,
    cells.headings[4]                           as metric,
    cells.headings[3]                           as metric_label,
    cells.headings[5]                           as period_label,
    cells.headings[6]                           as period_id,
    cells.headings[7]                           as measured_in,
    cells.headings[8]                           as value_type,
    try_cast(replace(cells.answer, ',', '') as decimal(18, 6)) as value
from lg_inform as areas
join cells using (line)
