-- check:     alias_over_a_heading
-- title:     aliases that take a heading from its column
-- source:    aliases
-- severity:  ask
-- column:    heading
-- gate:      cell
-- says:      this is the heading of another column of such files, which cannot be found by it any more
-- fix:       Delete this row, unless your senders do mean the other column by it.
-- status:    found (aliases.csv: what the workspace calls a column stands over what the form calls it)
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
