-- One row per payment type of a fund and period. Amounts are in pounds.
select
    line,
    fund,
    payment_type,
    try_cast(from_on as date)                   as from_on,
    try_cast(until_on as date)                  as until_on,
    actual_or_forecast,
    try_cast(amount as decimal(18, 2))          as amount
from fund_spend
