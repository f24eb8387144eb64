-- One row per unit and period that file $1 speaks for and that is held.
select unit, period
from academy.ledger.claims
where file = $1
    and verdict = 'held'
order by unit, period
