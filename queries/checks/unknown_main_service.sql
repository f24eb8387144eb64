-- check:     unknown_main_service
-- source:    ascwds_workplace
-- severity:  ask
-- column:    mainservice
-- gate:      cell
-- says:      we do not know this code of a main service
-- fix:       Look at the main service in ASC-WDS. If it is wrong, put it right and export the file again. If it is right, tell us so.
-- status:    found (ascwds_codes.tsv of the domain notes)
select line
from ascwds_workplace
where main_service not in (
    1, 2, 5, 6, 7, 8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 52, 53, 54, 55, 60, 61,
    62, 63, 64, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75
)
