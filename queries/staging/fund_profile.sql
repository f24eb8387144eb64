-- One row per line of a fund's profile and period.
select
    line,
    fund,
    output,
    measure,
    measured_in,
    try_cast(from_on as date)                   as from_on,
    try_cast(until_on as date)                  as until_on,
    try_cast(planned as decimal(18, 2))         as planned
from fund_profile
