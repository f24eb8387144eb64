-- One row per area of the tree.
select
    line,
    area,
    parent,
    ons_code,
    aliases
from areas
