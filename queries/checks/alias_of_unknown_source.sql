-- check:     alias_of_unknown_source
-- title:     aliases for a kind of file that is not there
-- source:    aliases
-- severity:  ask
-- column:    source
-- gate:      cell
-- says:      there is no kind of file of this name, so this row does nothing
-- fix:       Use the name that "academy check --json" gives as the source of such a file, or leave the box blank for every kind of file.
-- status:    found (aliases.csv names sources)
select line
from aliases
where lower(trim(of_source)) not in (select lower(source) from known_columns)
