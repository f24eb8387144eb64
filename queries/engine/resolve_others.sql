-- The staged rows of some files of a source that is not about workplaces, each
-- with its file's place in the batch, the day that was received, and its unit:
-- what the staging query says where each row is its own, or "all".
select
    (staged.line >> 32)::integer as file,
    getvariable('received')[(staged.line >> 32) + 1] as received_on,
    staged.*,
    case when getvariable('unit') = 'row' then staged.given else 'all' end as unit
from staged
