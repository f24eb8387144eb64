-- One row per theme of the maturity matrix.
select
    line,
    theme,
    title,
    vote_item,
    agreed_item,
    status
from maturity_themes
