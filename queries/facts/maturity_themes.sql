-- One row per theme of the maturity matrix.
select theme, title, status
from maturity_themes
