-- One row per ID by which a workplace is known, as people write it: in small letters,
-- with plain hyphens.
select
    lower(trim(translate(given, '‐‑–—−', '-----'))) as given,
    min(workplace)                                  as workplace,
    min_by(employer, workplace)                     as employer
from (
    select workplace, employer, unnest([workplace, cqc_location, ascwds_id]) as given
    from temp.main.workplaces_in_force
)
where trim(given) <> ''
group by 1
order by given
