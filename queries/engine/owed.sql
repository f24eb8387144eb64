-- One row per workplace of an employer, month in scope, and box that is answered
-- already; one without a box where there is none.
select
    period,
    workplace,
    called,
    name,
    received,
    some_open,
    changed,
    coalesce(unfilled.reason, ''),
    unfilled.exported_on,
    coalesce(unfilled.staff, 0),
    coalesce(unfilled.records, 0),
    coalesce(answer.box, ''),
    coalesce(answer.answer, 0)::text,
    coalesce(answer.answered_by, ''),
    answer.answered_on,
    coalesce(answer.too_small, false)
from (
    select
        * exclude (answers),
        unnest(case when len(answers) > 0 then answers else [null] end) as answer
    from temp.main.prefill
    where employer = ?
)
order by period, name, workplace, answer.box
