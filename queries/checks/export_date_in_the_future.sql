-- check:     export_date_in_the_future
-- title:     dates of worker records that are to come
-- source:    ascwds_staff, ascwds_training, training_report_records
-- severity:  ask
-- column:    startdate, datecompleted, completed_on
-- gate:      cell
-- says:      this date is after the day we received the file
-- fix:       Put the day right in ASC-WDS, and export the file again. If it is right, you need do nothing.
-- status:    found (ASC-WDS warns of it)
select line
from (
    select line, received_on, coalesce(*columns('^(started_on|completed_on)$')) as day
    from file_rows
)
where day > received_on
