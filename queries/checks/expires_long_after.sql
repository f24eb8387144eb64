-- check:     expires_long_after
-- title:     training that holds for decades
-- source:    ascwds_training, training_report_records
-- severity:  ask
-- column:    expirydate, expires_on
-- gate:      cell
-- says:      this training is said to hold for more than 30 years
-- fix:       Check the year, put it right in ASC-WDS, and export the file again. If the training does not expire, leave this box blank.
-- status:    assumed (30 years; 2099 is written where training does not expire)
select line
from file_rows
where expires_on > coalesce(completed_on, received_on) + interval 30 years
