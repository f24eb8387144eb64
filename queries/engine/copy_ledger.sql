-- What readers of a build need to know of the files behind it.
create table build.ledger.files as
select files.*
from academy.ledger.files
where file in (select file from temp.main.in_force)
order by file;
create table build.ledger.in_force as
select source, unit, period, file
from temp.main.in_force
order by all;
create table build.ledger.faults as
select faults.*
from academy.ledger.faults
where file in (select file from temp.main.in_force)
order by file, line, code, field
