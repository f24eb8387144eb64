-- One row per question about a file of the batch, of the source "source" and one of
-- the rules "confirmed_again", that was asked before of the same workplace and period
-- (of an export, whatever its day) in the file that this one takes the place of, where
-- what is asked about is what it was. Somebody looked at it and sent it again.
--
-- What is asked about is held by the column that the rule names ("confirmed_by"), or else
-- by the one of its fault. One that says whose or of when the row is ("whose") is the same.
-- Where neither is among those of "sent_before", and where a unit may have many rows
-- ("whole_rows"), the whole row must be what it was.
create or replace temp table temp.main.confirmed as
with

asked as (
    select recorded.ordinal, faults.*, files.received, claims.correction
    from academy.ledger.faults
    join temp.main.recorded as recorded
        on recorded.file = faults.file
    join academy.ledger.files
        on files.file = faults.file
    join academy.ledger.claims
        on  claims.file = faults.file
        and claims.unit = faults.unit
        and claims.period is not distinct from faults.period
    where recorded.source = getvariable('source')
        and faults.severity = 'ask'
        and list_contains(getvariable('confirmed_again'), faults.code)
),

before as (
    select asked.*, earlier.file as earlier
    from asked
    join academy.ledger.claims as earlier
        on  earlier.source = getvariable('source')
        and earlier.unit = asked.unit
        and (earlier.period is not distinct from asked.period or getvariable('any_period'))
        and earlier.verdict in ('accepted', 'held')
    join academy.ledger.files as sent
        on  sent.file = earlier.file
        and (
            sent.received < asked.received
            or sent.received = asked.received and asked.correction and not earlier.correction
        )
    qualify row_number() over (
        partition by asked.file, asked.line, asked.code, asked.field
        order by sent.received desc, earlier.correction desc, earlier.file desc
    ) = 1
),

-- What each question is about, as a text.
held as (
    select
        faults.file,
        faults.line,
        faults.unit,
        faults.code,
        faults.field,
        case
            when list_contains(json_keys(own.said), getvariable('confirmed_by')[faults.code])
                then own.said ->> getvariable('confirmed_by')[faults.code]
            when getvariable('whole_rows') then own.said::text
            when list_contains(json_keys(own.said), faults.field) then own.said ->> faults.field
            when list_contains(getvariable('whose'), faults.field) then ''
            else own.said::text
        end     as what
    from academy.ledger.faults
    join temp.main.sent_before as own
        on  own.file = faults.file
        and own.line = faults.line
    where faults.file in (select file from before union all select earlier from before)
        and list_contains(getvariable('confirmed_again'), faults.code)
        and faults.severity in ('ask', 'confirmed')
)

select distinct before.ordinal, before.file, before.line, before.field, before.code
from before
join held as own
    on  own.file = before.file
    and own.line = before.line
    and own.code = before.code
    and own.field is not distinct from before.field
join held as was
    on  was.file = before.earlier
    and was.unit = before.unit
    and was.code = before.code
    and was.field is not distinct from before.field
    and was.what = own.what
