-- One row per area of the tree. An area without a parent is the whole.
select
    area,
    parent,
    ons_code
from areas
