-- The files that were tried before under the same name, content and day as one
-- of the batch: what was said of them is taken back, so that none disputes with
-- itself.
create or replace temp table temp.main.superseded as
select distinct files.file
from academy.ledger.files
join academy.ledger.files as again
    on  again.name = files.name
    and again.sha256 = files.sha256
    and again.received = files.received
    and again.file > files.file
where again.file in (select file from temp.main.recorded)
