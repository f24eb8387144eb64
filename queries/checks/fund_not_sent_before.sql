-- check:     fund_not_sent_before
-- title:     funds that are new among others
-- source:    fund_profile, fund_spend
-- severity:  ask
-- column:    fund
-- gate:      tables
-- says:      we had rows of other funds before, and none of a fund of this name: if it is one of those under another name, its rows count twice
-- fix:       If it is a new fund, you need do nothing. If its name was written in another way before, send the file again on a later day with the name as before, and with one row under this name with the amount 0.
-- status:    assumed (a file takes the place of the rows of its own funds, so a name in other words is another fund)
with

before as (
    select unit, min(received_on) as first_on
    from file_rows_sent
    group by unit
),

first as (
    select min(first_on) as first_on
    from before
)

select min(rows.line) as line
from file_rows as rows
join before using (unit)
cross join first
where before.first_on = rows.received_on
    and first.first_on < rows.received_on
group by rows.file, rows.unit
