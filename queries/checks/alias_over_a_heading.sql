-- check:     alias_over_a_heading
-- title:     aliases that are another column's heading
-- source:    aliases
-- severity:  ask
-- column:    heading
-- gate:      cell
-- says:      another column of such files has this heading in the academy's own form and keeps it, so this row does nothing there
-- fix:       Delete this row. If it is meant for one kind of file only, name that kind in the column "source".
-- status:    found (aliases.csv: a heading of the academy's own form is nobody else's)
with

meant as (
    select
        aliases.line,
        regexp_replace(lower(aliases.heading), '[^\p{L}\p{N}%£]', '', 'g') as heading,
        known.source,
        known.field
    from aliases
    join known_columns as known
        on  lower(trim(aliases.means)) in (lower(known.field), lower(known.heading))
        and (aliases.of_source is null or lower(trim(aliases.of_source)) = lower(known.source))
)

select distinct meant.line
from meant
join known_columns as own
    on  own.source = meant.source
    and regexp_replace(lower(own.heading), '[^\p{L}\p{N}%£]', '', 'g') = meant.heading
where own.field <> meant.field
