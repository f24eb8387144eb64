-- One row per area, metric and period. Where there is no value, missing says why,
-- in the words of the shorthand of official statistics, or 'blank' or 'unreadable'.
with

cells as (
    select
        line,
        heading,
        string_split(heading, ' | ')    as headings,
        lower(trim(answer))             as answer
    from lg_inform_answers
),

read as (
    select
        line,
        heading,
        headings,
        answer,
        case
            when regexp_full_match(answer, '-?[0-9]+(,[0-9]{3})*(\.[0-9]+)?')
                then try_cast(replace(answer, ',', '') as decimal(18, 6))
        end as value
    from cells
)

select
    areas.line,
    md5(concat_ws(chr(10), areas.ons_code, read.headings[4], read.headings[6], read.headings[8])) as given,
    areas.ons_code,
    areas.area,
    read.heading,
    read.headings[4]                            as metric,
    read.headings[3]                            as metric_label,
    read.headings[5]                            as period_label,
    read.headings[6]                            as period_id,
    read.headings[7]                            as measured_in,
    read.headings[8]                            as value_type,
    read.value,
    case
        when read.value is not null then null
        when coalesce(read.answer, '') = '' then 'blank'
        when read.answer = '[c]' then 'confidential'
        when read.answer = '[low]' then 'rounds to zero'
        when read.answer = '[w]' then 'none recorded'
        when read.answer = '[x]' then 'not available'
        when read.answer = '[z]' then 'not applicable'
        else 'unreadable'
    end                                         as missing
from lg_inform as areas
join read using (line)
