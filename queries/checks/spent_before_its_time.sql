-- check:     spent_before_its_time
-- title:     money spent in a period to come
-- source:    fund_spend
-- severity:  ask
-- column:    actual_or_forecast
-- gate:      cell
-- after:     from_on
-- says:      this period had not begun when we received the file, so nothing can have been spent in it
-- fix:       Choose Forecast, or put the dates right.
-- status:    found (the form: Actual if it was spent)
select line
from fund_spend
where actual_or_forecast = 'Actual'
    and from_on > received_on
