-- check:     alias_of_unknown_column
-- title:     aliases for a column that is not there
-- source:    aliases
-- severity:  ask
-- column:    means
-- gate:      cell
-- says:      no column of such files is called that, so this row does nothing
-- fix:       Use the heading of the column as the academy's own form has it.
-- status:    found (aliases.csv names columns)
select aliases.line
from aliases
where aliases.means is not null
    and (aliases.of_source is null or lower(trim(aliases.of_source)) in (select lower(source) from known_columns))
    and not exists (
        from known_columns as known
        where lower(trim(aliases.means)) in (lower(known.field), lower(known.heading))
            and (aliases.of_source is null or lower(trim(aliases.of_source)) = lower(known.source))
    )
