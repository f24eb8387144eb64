-- One row per fault that was open when file $1 came, of earlier files of which no row
-- could be read and most workplaces that they give are of the employer $2: of these
-- workplaces, where this file is the first since to speak for them.
with

this as (
    select file, source, received
    from academy.ledger.files
    where file = $1
),

own as (
    select unit, bool_and(verdict = 'refused') as refused
    from academy.ledger.claims
    where file = $1
    group by unit
),

-- A row of its workplace in another's file is the other's to put right.
own_files as (
    select given.file
    from (
        select distinct file, unit
        from academy.ledger.faults
        where file not in (select file from academy.ledger.claims)
    ) as given
    join temp.main.workplaces_in_force as workplaces
        on workplaces.workplace = given.unit
    group by given.file
    having 2 * count(*) filter (workplaces.employer = $2) > count(*)
)

select
    faults.line,
    coalesce(faults.field, '')                                  as field,
    faults.place,
    faults.severity,
    faults.code,
    faults.says,
    faults.fix,
    faults.unit,
    faults.period,
    coalesce(nullif(trim(workplaces.name), ''), faults.unit)    as home,
    files.file,
    files.name,
    files.received,
    own.refused                                                 as remains,
    true                                                        as corrected,
    true                                                        as found
from academy.ledger.files
join this
    on  this.source = files.source
    and (files.received, files.file) < (this.received, this.file)
join academy.ledger.faults
    on  faults.file = files.file
    and faults.severity not in ('waived', 'confirmed')
join temp.main.workplaces_in_force as workplaces
    on  workplaces.workplace = faults.unit
    and workplaces.employer = $2
join own
    on own.unit = faults.unit
where files.verdict = 'refused'
    and files.file in (from own_files)
    and not exists (
        from academy.ledger.claims as between_them
        join academy.ledger.files as sent on sent.file = between_them.file
        where between_them.source = this.source
            and between_them.unit = faults.unit
            and between_them.verdict <> 'tried again'
            and (sent.received, sent.file) > (files.received, files.file)
            and (sent.received, sent.file) < (this.received, this.file)
    )
order by files.file, line, field, code
