-- check:     heading_with_two_meanings
-- title:     headings that two rows give different meanings
-- source:    aliases
-- severity:  ask
-- column:    heading
-- gate:      cell
-- says:      a row above says that this heading means another column of such files, and that row counts
-- fix:       Delete one of the two rows.
-- status:    found (aliases.csv: the first row of a heading counts)
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
),

counts as (
    select source, heading, arg_min(field, line) as field
    from meant
    group by source, heading
)

select distinct meant.line
from meant
join counts using (source, heading)
where meant.field <> counts.field
