-- One row per rule that is waived for a provider. The provider is a workplace's
-- ID; the rule is the code of a check.
select
    line,
    provider,
    rule,
    reason,
    who,
    try_cast("until" as date)                   as until_date
from waivers
