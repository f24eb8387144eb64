-- The places in the batch of the files that were read again and whose rows are of
-- units that they do not speak for: their list was one and is in parts now, or the
-- other way round. What a row of a workplace or a row that is its own is called
-- may change with its statements, and is another matter.
select distinct resolved.file
from resolved
anti join academy.ledger.claims as claims
    on  claims.file = getvariable('kept')[resolved.file + 1]
    and claims.unit = resolved.unit
where getvariable('kept')[resolved.file + 1] is not null
    and resolved.source in (
        select unnest(getvariable('list_sources'))
    )
order by all
