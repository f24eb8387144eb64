-- check:     expires_before_completed
-- title:     training that expires before it was completed
-- source:    ascwds_training, training_report_records
-- severity:  ask
-- column:    expirydate, expires_on
-- gate:      cell
-- says:      this training expires on or before the day it was completed
-- fix:       Put one of the two dates right in ASC-WDS, and export the file again. If the training does not expire, leave this one blank.
-- status:    found (ASC-WDS: the expiry date is after the day of completion)
select line
from file_rows
where expires_on <= completed_on
