-- check:    not_activity_progress
-- source:   moodle_activity_progress
-- severity: refuse the file
-- column:   learner
-- says:     no activity in this file is completed or not completed: it is no activity report of Moodle
-- fix:      Send the file you were asked for, or use the headings of the academy's template.
select min(line) as line
from moodle_activity_progress
group by file
having count(activity) = 0
