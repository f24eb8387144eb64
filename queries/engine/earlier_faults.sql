-- One row per fault that was open when file $1 came: of each unit and period, those of
-- the newest file of its source that spoke for them, and those of a newer one whose
-- rows were refused or are held; of two that say the same, that of the one held. That
-- files differed is a fault itself ("held"), where the file settles it. Where the
-- employer $2 sent it, of all its workplaces, in the files of which most is about them;
-- where no one employer did ($2 is ''), of the units that the file speaks for. An export
-- is of the day it was made on, and stands for all that were made before.
--
-- "remains" is whether the file leaves the fault open; "corrected", whether it
-- corrects something of that period, or, an export, of that unit: one that is no longer
-- in it has closed, or is in another. A unit and period without a fault have one row
-- that is not "found"; those that are held in the file have none.
with

this as (
    select
        file,
        source,
        received,
        list_contains(getvariable('exports'), source)                         as export,
        (select max(period) from academy.ledger.claims where file = $1)       as day
    from academy.ledger.files
    where file = $1
),

units as (
    select workplace as unit
    from temp.main.workplaces_in_force
    where employer = $2

    union

    select unit
    from academy.ledger.claims
    where file = $1 and $2 = ''
),

-- A row of its workplace in another's file is the other's to put right.
own_files as (
    select claims.file
    from academy.ledger.claims
    join temp.main.workplaces_in_force as workplaces
        on workplaces.workplace = claims.unit
    group by claims.file
    having 2 * count(*) filter (workplaces.employer = $2) > count(*)
),

sent as (
    select
        claims.* replace (case when not this.export then claims.period end as period),
        claims.period                                                         as day,
        files.name,
        files.received
    from academy.ledger.claims
    join academy.ledger.files using (file)
    join this
        on  this.source = claims.source
        and (files.received, files.file) <= (this.received, this.file)
    where claims.verdict <> 'tried again'
        and claims.unit in (from units)
        and (not this.export or this.day is null or claims.period <= this.day)
        and ($2 = '' or claims.file in (from own_files))
),

newest as (
    select
        *,
        row_number() over (
            partition by unit, period
            order by day desc, received desc, correction desc, replaced, file desc
        ) as turn
    from sent
    where file <> $1
    qualify row_number() over (
        partition by unit, period, case when verdict in ('refused', 'held') then verdict end
        order by day desc, received desc, correction desc, replaced, file desc
    ) = 1
),

standing as (
    from newest
    qualify case verdict
        when 'refused' then turn = min(turn) over (partition by unit, period)
        when 'held' then turn < coalesce(
            min(turn) filter (verdict not in ('refused', 'held')) over (partition by unit, period),
            turn + 1
        )
        else true
    end
),

-- What is refused takes the place of nothing that
-- counts, nor does what came beside a correction of its day.
against as (
    select
        standing.*,
        own.day is not distinct from standing.day                           as of_its_day,
        own.file is null
            or own.verdict = 'refused' and standing.verdict <> 'refused'
            or own.received = standing.received and standing.correction and not own.correction
                                                                            as remains,
        case when remains then standing.day else own.day end                as told_of,
        bool_or(own.file is not null)
            over (partition by standing.period, case when this.export then standing.unit end) as corrected
    from standing
    cross join this
    left join (from sent where file = $1) as own
        on  own.unit = standing.unit
        and own.period is not distinct from standing.period
    qualify own.verdict is distinct from 'held'
),

open_faults as (
    select against.*, faults.* exclude (file, unit, period), faults.file is not null as found
    from against
    left join academy.ledger.faults
        on  faults.file = against.file
        and faults.unit = against.unit
        and faults.period is not distinct from against.day
        and faults.severity not in ('waived', 'confirmed')
    qualify faults.file is null
        or against.verdict = 'held'
        or count(*) filter (against.verdict = 'held')
            over (partition by against.unit, against.period, faults.code, faults.field) = 0

    union all by name

    select *, 'refuse the file' as severity, 'held' as code, true as found
    from against
    where verdict = 'held' and not remains and of_its_day -- an export of another day settles nothing
)

select
    coalesce(open_faults.line, 0)                               as line,
    coalesce(open_faults.field, '')                             as field,
    coalesce(open_faults.place, '')                             as place,
    coalesce(open_faults.severity, '')                          as severity,
    coalesce(open_faults.code, '')                              as code,
    coalesce(open_faults.says, '')                              as says,
    coalesce(open_faults.fix, '')                               as fix,
    open_faults.unit,
    open_faults.told_of                                         as period,
    coalesce(nullif(trim(workplaces.name), ''), open_faults.unit) as home,
    open_faults.file,
    open_faults.name,
    open_faults.received,
    open_faults.remains,
    open_faults.corrected,
    open_faults.found
from open_faults
left join temp.main.workplaces_in_force as workplaces
    on workplaces.workplace = open_faults.unit
order by open_faults.told_of, home, open_faults.unit, open_faults.file, line, field, code
