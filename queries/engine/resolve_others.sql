-- The staged rows of some files of a source that is not about workplaces, each
-- with its file's place in the batch, the day that was received, and its unit:
-- what the staging query says where each row is its own; where the list is in
-- parts, the name of its part, without regard to case, spaces and kinds of dashes;
-- or "all".
select
    (staged.line >> 32)::integer as file,
    getvariable('received')[(staged.line >> 32) + 1] as received_on,
    staged.*,
    case getvariable('unit')
        when 'row' then staged.given
        when 'part' then lower(trim(regexp_replace(translate(coalesce(staged.given, ''), '‐‑–—−', '-----'), '[\s\x{a0}]+', ' ', 'g')))
        else 'all'
    end as unit
from staged
