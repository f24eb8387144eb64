-- One row per care home of a Capacity Tracker extract.
select
    line,
    cqcid                                               as given,
    file_date                                           as period,
    try_cast(nursesemployed as integer)                 as nurses,
    try_cast(careworkersemployed as integer)            as care_workers,
    try_cast(noncareworkersemployed as integer)         as other_workers,
    try_cast(agencynursesemployed as integer)           as agency_nurses,
    try_cast(agencycareworkersemployed as integer)      as agency_care_workers,
    try_cast(agencynoncareworkersemployed as integer)   as agency_other_workers,
    try_cast(hourspaid as decimal(12, 2))               as hours_paid,
    try_cast(hoursovertime as decimal(12, 2))           as hours_overtime,
    try_cast(hoursagency as decimal(12, 2))             as hours_agency,
    try_cast(hoursabsence as decimal(12, 2))            as hours_absence,
    try_cast(daysabsence as decimal(12, 2))             as days_absence,
    try_cast(maxcapacity as integer)                    as beds,
    try_cast(usedbeds as integer)                       as beds_in_use,
    try_cast(lastupdatedutc as date)                    as updated_on
from capacity_tracker_care_home
