-- One row per level of the maturity matrix.
select level, rank, title, strapline
from maturity_levels
