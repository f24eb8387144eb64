-- check:    not_activity_progress
-- source:   moodle_activity_progress
-- severity: refuse the file
-- column:   learner
-- says:     no activity in this file says completed or not completed, so we cannot read it as an activity report from Moodle
-- fix:      Send the file you were asked for, or use the headings of the academy's template.
select min(line) as line
from moodle_activity_progress
group by file
having count(activity) = 0
