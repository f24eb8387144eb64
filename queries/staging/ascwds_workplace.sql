-- One row per workplace of an ASC-WDS export. The lists stay as they were
-- written: a single 999 is "don't know", a blank "not answered", and both are
-- answers of another kind than a number.
select
    line,
    locationid                                  as given,
    localestid                                  as given_too,
    file_date                                   as period,
    try_cast(mainservice as integer)            as main_service,
    try_cast(totalpermtemp as integer)          as total_staff,
    string_split(alljobroles, ';')              as job_roles,
    starters,
    leavers,
    vacancies
from ascwds_workplace
