-- What is in force, a line a claim, for the stamp of a build.
select concat_ws(' ', in_force.source, in_force.unit, in_force.period, files.sha256)
from temp.main.in_force
join academy.ledger.files using (file)
order by all
