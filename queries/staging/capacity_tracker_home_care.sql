-- One row per home care service of a Capacity Tracker extract.
select
    line,
    cqcid                                               as given,
    file_date                                           as period,
    try_cast(cqccareworkersemployed as integer)         as care_workers,
    try_cast(cqccareworkersabsent as integer)           as care_workers_absent,
    try_cast(serviceusercount as integer)               as people_cared_for,
    try_cast(hourspaiddomcare as decimal(12, 2))        as hours_paid,
    try_cast(hoursovertimedomcare as decimal(12, 2))    as hours_overtime,
    try_cast(hoursagencydomcare as decimal(12, 2))      as hours_agency,
    try_cast(hoursabsencedomcare as decimal(12, 2))     as hours_absence,
    try_cast(lastupdatedutc as date)                    as updated_on
from capacity_tracker_home_care
