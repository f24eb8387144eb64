-- Judges again the claims on a unit and period that others of the day stand
-- beside: two that are not corrections and say different things cannot both be
-- right, so they are held, and so are two corrections. One correction beside one
-- other is no dispute. Where all say the same, the last counts. What is compared
-- is what would count of them. A claim in place of which the answer to its file
-- stands speaks against none, and shares its verdict. While the rows of a file wait to be read again,
-- it differs; where all wait, the verdicts stay.
with

said as (
    select
        claimed.file,
        claimed.source,
        claimed.unit,
        claimed.period,
        md5(string_agg(compared.said, chr(10) order by compared.said)) as said
    from temp.main.claimed_twice as claimed
    join temp.main.compared as compared
        on  compared.source = claimed.source
        and compared.file = claimed.file
        and compared.unit = claimed.unit
        and compared.period is not distinct from claimed.period
    group by all
),

disputes as (
    select
        claimed.received,
        claimed.source,
        claimed.unit,
        claimed.period,
        claimed.correction,
        count(distinct said.said) filter (not claimed.replaced) > 1
            or count(said.said) filter (not claimed.replaced) < count(*) filter (not claimed.replaced) as differ
    from temp.main.claimed_twice as claimed
    left join said
        on  said.source = claimed.source
        and said.file = claimed.file
        and said.unit = claimed.unit
        and said.period is not distinct from claimed.period
    group by all
    having count(said.said) > 0
),

judged as (
    select claimed.file, claimed.source, claimed.unit, claimed.period, disputes.differ
    from temp.main.claimed_twice as claimed
    join disputes
        on  disputes.received = claimed.received
        and disputes.source = claimed.source
        and disputes.unit = claimed.unit
        and disputes.period is not distinct from claimed.period
        and disputes.correction is not distinct from claimed.correction
)

update academy.ledger.claims
set verdict = case when judged.differ then 'held' else 'accepted' end
from judged
where claims.file = judged.file
    and claims.source = judged.source
    and claims.unit = judged.unit
    and claims.period is not distinct from judged.period
    and claims.verdict = case when judged.differ then 'accepted' else 'held' end
