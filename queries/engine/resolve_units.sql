-- The staged rows of some files, each with its file's place in the batch, the
-- day that was received, and the workplace it is about, of the reference list. A
-- row whose ID nobody knows has no unit.
select
    (staged.line >> 32)::integer as file,
    getvariable('received')[(staged.line >> 32) + 1] as received_on,
    staged.*,
    known.workplace as unit
from staged
left join temp.main.known_workplaces as known
    on known.given = lower(trim(translate(staged.given, '‐‑–—−', '-----')))
