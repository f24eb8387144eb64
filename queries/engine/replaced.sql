-- Finds the claims of the days and sources of a batch in place of which others of the
-- day stand, for the same unit and period: a file that is the answer to theirs come
-- back. Such a one is a correction where theirs was, and theirs is in no dispute.
create or replace temp table temp.main.replacing as
with recursive

beside as (
    select
        claims.file,
        claims.source,
        claims.unit,
        claims.period,
        claims.correction,
        files.received,
        files.sha256,
        files.answers
    from academy.ledger.claims
    join academy.ledger.files using (file)
    where claims.verdict in ('accepted', 'held')
        and (files.received, claims.source) in (
            select (answering.received, answering.source)
            from academy.ledger.files as answering
            join temp.main.recorded as recorded
                on  recorded.received_on = answering.received
                and recorded.source = answering.source
            where answering.answers is not null
        )
),

answering as (
    select * exclude (answers), unnest(string_split(answers, ' ')) as answered
    from beside
    where answers is not null
),

direct as (
    select answering.file, answering.source, answering.unit, answering.period, beside.file as replaced, beside.correction
    from answering
    join beside
        on  beside.sha256 = answering.answered
        and beside.received = answering.received
        and beside.source = answering.source
        and beside.unit = answering.unit
        and beside.period is not distinct from answering.period
        and beside.file <> answering.file
),

-- A turn sees only what the one before it found, so that each adds a step.
replacing as (
    from direct

    union

    select replacing.file, replacing.source, replacing.unit, replacing.period, direct.replaced, direct.correction
    from replacing
    join direct
        on  direct.file = replacing.replaced
        and direct.source = replacing.source
        and direct.unit = replacing.unit
        and direct.period is not distinct from replacing.period
)

from replacing;

update academy.ledger.claims
set replaced = true
from temp.main.replacing as by_answer
where claims.file = by_answer.replaced
    and claims.source = by_answer.source
    and claims.unit = by_answer.unit
    and claims.period is not distinct from by_answer.period
    and not claims.replaced;

update academy.ledger.claims
set correction = true
from temp.main.replacing as by_answer
where by_answer.correction
    and claims.file = by_answer.file
    and claims.source = by_answer.source
    and claims.unit = by_answer.unit
    and claims.period is not distinct from by_answer.period
    and not claims.correction
