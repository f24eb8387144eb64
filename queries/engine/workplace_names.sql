-- One row per text by which a person may name a workplace: its IDs, and its name,
-- which is too loose to say whose a row is.
select given
from temp.main.known_workplaces
union
select lower(trim(name))
from workplaces_in_force
where trim(name) <> ''
