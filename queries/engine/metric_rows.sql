-- The rows of a metric as the engine needs them: the breakdown columns, in
-- their order, joined to one text. "everyone" stands first, so that a metric
-- without breakdowns has one too.
create or replace temp table metric as
select
    period,
    area,
    employer,
    workplace,
    subject,
    source,
    people,
    left_out,
    numerator,
    denominator,
    level,
    agreed,
    array_to_string(
        list_transform(
            list_value(*columns(* exclude (
                period, area, employer, workplace, subject, source, people, left_out,
                numerator, denominator, level, agreed
            ))),
            lambda member: coalesce(member::text, '')
        ),
        chr(31)
    ) as members
from raw_metric
