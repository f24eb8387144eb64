-- One row per fault that was open when file $1 came, of a source that is not about
-- workplaces: those of the file before it. That is the newest that shares a unit
-- and period with it or of which nothing could be used, and where each row is its
-- own unit and none is shared, the newest. $2 is not used.
--
-- "corrected" is whether the file speaks for the row again, as far as units and
-- periods tell; of a row that has none, whether it speaks for anything of its file.
with

this as (
    from academy.ledger.files
    where file = $1 and $2 is not null
),

own as (
    select unit, period
    from academy.ledger.claims
    where file = $1
),

earlier as (
    select
        files.file,
        files.name,
        files.received,
        count(claims.file) = 0                      as unused,
        count(own.unit) > 0                         as shares,
        list_contains(getvariable('row_sources'), files.source) as by_row
    from academy.ledger.files
    join this
        on  this.source = files.source
        and (files.received, files.file) < (this.received, this.file)
    left join academy.ledger.claims
        on claims.file = files.file
    left join own
        on  own.unit = claims.unit
        and own.period is not distinct from claims.period
    where files.verdict in ('accepted', 'accepted in part', 'refused')
    group by all
),

before as (
    from earlier
    where unused or shares or by_row
    order by unused or shares desc, received desc, file desc
    limit 1
)

select
    faults.line,
    coalesce(faults.field, '')                      as field,
    faults.place,
    faults.severity,
    faults.code,
    faults.says,
    faults.fix,
    coalesce(faults.unit, '')                       as unit,
    faults.period,
    ''                                              as home,
    before.file,
    before.name,
    before.received,
    this.verdict = 'refused'                        as remains,
    own.unit is not null
        or faults.unit is null and not before.by_row as corrected,
    true                                            as found
from before
cross join this
join academy.ledger.faults
    on  faults.file = before.file
    and faults.severity not in ('waived', 'confirmed')
left join own
    on  own.unit = faults.unit
    and own.period is not distinct from faults.period
order by line, field, code
