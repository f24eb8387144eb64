-- One row per row of a monthly return, typed.
select
    line,
    workplace                                   as given,
    try_cast(month as date)                     as period,
    coalesce(no_change = 'true', false)         as no_change,
    coalesce(correction = 'true', false)        as correction,
    try_cast(care_permanent as integer)         as care_permanent,
    try_cast(care_temporary as integer)         as care_temporary,
    try_cast(care_bank as integer)              as care_bank,
    try_cast(care_agency as integer)            as care_agency,
    try_cast(care_vacancies as integer)         as care_vacancies,
    try_cast(care_joined as integer)            as care_joined,
    try_cast(care_left as integer)              as care_left,
    try_cast(other_permanent as integer)        as other_permanent,
    try_cast(other_temporary as integer)        as other_temporary,
    try_cast(other_bank as integer)             as other_bank,
    try_cast(other_agency as integer)           as other_agency,
    try_cast(other_vacancies as integer)        as other_vacancies,
    try_cast(other_joined as integer)           as other_joined,
    try_cast(other_left as integer)             as other_left,
    try_cast(joined_new_to_care as integer)     as joined_new_to_care,
    try_cast(left_to_care as integer)           as left_to_care
from provider_return
