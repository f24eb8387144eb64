-- check:     export_date_long_ago
-- title:     dates of worker records that are too long ago
-- source:    ascwds_staff, ascwds_training, training_report_records
-- severity:  ask
-- column:    startdate, datecompleted, completed_on
-- gate:      cell
-- says:      this date is more than 60 years before the day we received the file
-- fix:       Check the year, put it right in ASC-WDS, and export the file again. If it is right, you need do nothing.
-- status:    assumed (60 years: nobody is in one job for longer)
select line
from (
    select line, received_on, coalesce(*columns('^(started_on|completed_on)$')) as day
    from file_rows
)
where day < received_on - interval 60 years
