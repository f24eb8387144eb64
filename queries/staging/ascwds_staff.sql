-- One row per worker of an ASC-WDS export. Days lost to sickness are null where
-- nobody answered or nobody knows; days_sick_known tells the two apart. The
-- level of a social care qualification is null where it is not known; 2 is "no
-- qualification", 999 "do not know". More days than the column holds are as many
-- as it does: a rule asks about both.
select
    line,
    localestid                                              as given,
    file_date                                               as period,
    unhex(uniqueworkerid)                                   as worker,
    try_cast(emplstatus as tinyint)                         as employment_status,
    try_cast(mainjobrole as smallint)                       as job_role,
    try_cast(startdate as date)                             as started_on,
    try_cast(carecert as tinyint)                           as care_certificate,
    try_cast(recsource as smallint)                         as recruited_from,
    try_cast(zerohrcont as smallint)                        as zero_hours,
    nullif(coalesce(
        try_cast(dayssick as decimal(5, 1)),
        case when dayssick is not null then 9999::decimal(5, 1) end
    ), 999)                                                 as days_sick,
    try_cast(dayssick as double) <> 999                     as days_sick_known,
    try_cast(string_split(scqual, ';')[1] as smallint)      as social_care_qualification,
    nullif(try_cast(string_split(scqual, ';')[2] as smallint), 999) as social_care_level
from ascwds_staff
