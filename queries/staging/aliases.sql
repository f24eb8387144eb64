-- One row per heading that a sender uses in place of ours.
select
    line,
    source,
    heading,
    means
from aliases
