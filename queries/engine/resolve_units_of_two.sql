-- What resolve_units.sql gives, for a source whose rows may name their workplace
-- in two ways: the second counts where the first is not known.
select
    (staged.line >> 32)::integer as file,
    getvariable('received')[(staged.line >> 32) + 1] as received_on,
    staged.*,
    coalesce(first.workplace, second.workplace) as unit
from staged
left join temp.main.known_workplaces as first
    on first.given = lower(trim(translate(staged.given, '‐‑–—−', '-----')))
left join temp.main.known_workplaces as second
    on second.given = lower(trim(translate(staged.given_too, '‐‑–—−', '-----')))
