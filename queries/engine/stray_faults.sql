-- One row per fault that was open when file $1 came, of the rows that speak for no
-- workplace of the employer $2 that sent them, or for no month: nobody knows what
-- takes the place of such a row. A later file makes it good that speaks for all that
-- its own file does, and so does a workplace that only a later file speaks for, of a
-- month of its own file: each makes good one row.
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
),

sent as (
    select
        claims.file,
        claims.unit,
        case when not this.export then claims.period end as period, -- an export stands for all before it
        claims.period                                    as day,
        case when this.export then coalesce(claims.period, files.received) else files.received end as made,
        files.name,
        files.received
    from academy.ledger.claims
    join academy.ledger.files using (file)
    join this
        on  this.source = claims.source
        and (files.received, files.file) <= (this.received, this.file)
    where claims.verdict <> 'tried again'
        and claims.unit <> ''
        and (not this.export or this.day is null or claims.period <= this.day)
),

-- What the files say of which most is about the employer, of its own workplaces.
spoken as (
    from sent
    where unit in (from units)
        and file in (
            select file
            from sent
            group by file
            having 2 * count(*) filter (unit in (from units)) > count(*)
        )
),

spoken_files as (
    select file, name, made, received, count(*) as units
    from spoken
    group by all
),

strays as (
    select
        faults.*,
        spoken_files.name,
        spoken_files.received,
        dense_rank() over (partition by faults.file order by faults.line) as nth
    from academy.ledger.faults
    join spoken_files using (file)
    left join spoken
        on  spoken.file = faults.file
        and spoken.unit = faults.unit
        and spoken.day is not distinct from faults.period
    where faults.file <> $1
        and faults.severity not in ('waived', 'confirmed')
        and spoken.file is null
),

-- What later files add to the months of an earlier one. An export that speaks for
-- other workplaces alone says nothing of it: each home may be exported apart.
added as (
    select distinct earlier.file, later.file as later, later.unit, later.period
    from (select distinct file, made, received, period from spoken) as earlier
    join spoken as later
        on  later.period is not distinct from earlier.period
        and (later.made, later.received, later.file) > (earlier.made, earlier.received, earlier.file)
    anti join spoken as same
        on  same.file = earlier.file
        and same.unit = later.unit
        and same.period is not distinct from later.period
    where not (select export from this)
),

-- An export has all that there is: a workplace of the earlier one that it lacks has closed.
repeated as (
    select earlier.file, later.file as later
    from spoken as earlier
    join spoken_files
        on spoken_files.file = earlier.file
    join spoken as later
        on  later.unit = earlier.unit
        and later.period is not distinct from earlier.period
        and (later.made, later.received, later.file) > (earlier.made, earlier.received, earlier.file)
    group by earlier.file, later.file
    having count(*) = any_value(spoken_files.units) or (select export from this)
),

made_good as (
    select
        spoken_files.file,
        (select count(distinct (unit, period)) from added where added.file = spoken_files.file and later <> $1) as before,
        (select count(distinct (unit, period)) from added where added.file = spoken_files.file)                 as since,
        exists (from repeated where repeated.file = spoken_files.file and later <> $1)                          as all_before,
        exists (from repeated where repeated.file = spoken_files.file)                                          as all_since,
        exists (
            from (select distinct file, period from spoken) as theirs
            join (select distinct period from spoken where file = $1) as own
                on own.period is not distinct from theirs.period
            where theirs.file = spoken_files.file
                and (not this.export or exists (from repeated where repeated.file = spoken_files.file and later = $1))
        )                                                                                                       as corrected
    from spoken_files
    cross join this
)

select
    strays.line,
    coalesce(strays.field, '')                  as field,
    strays.place,
    strays.severity,
    strays.code,
    strays.says,
    strays.fix,
    coalesce(strays.unit, '')                   as unit,
    case when this.export and strays.period is not null then this.day else strays.period end as period,
    ''                                          as home,
    strays.file,
    strays.name,
    strays.received,
    nth > made_good.since and not all_since     as remains,
    made_good.corrected,
    true                                        as found
from strays
cross join this
join made_good
    on made_good.file = strays.file
where nth > made_good.before
    and not all_before
order by strays.file, line, field, code
