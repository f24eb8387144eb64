-- One row per earlier file of the source of file $1, or of none that is known, of which
-- nothing could be read, not even whose it is, and workplace that file $1 is the first
-- since to speak for.
with

this as (
    select file, source, received
    from academy.ledger.files
    where file = $1
),

own as (
    select distinct unit
    from academy.ledger.claims
    where file = $1
        and unit <> ''
)

select files.file, own.unit
from academy.ledger.files
join this
    on  this.source = coalesce(files.source, this.source)
    and (files.received, files.file) < (this.received, this.file)
cross join own
where files.verdict = 'refused'
    and files.file not in (select file from academy.ledger.claims)
    and files.file not in (select file from academy.ledger.faults where unit is not null)
    and not exists (
        from academy.ledger.claims as between_them
        join academy.ledger.files as sent on sent.file = between_them.file
        where between_them.source = this.source
            and between_them.unit = own.unit
            and between_them.verdict <> 'tried again'
            and (sent.received, sent.file) > (files.received, files.file)
            and (sent.received, sent.file) < (this.received, this.file)
    )
order by files.file, own.unit
