-- One row per published figure.
select
    line,
    measure,
    area,
    try_cast("value" as decimal(18, 3))         as value,
    unit                                        as measured_in,
    year,
    population,
    source,
    note
from benchmarks
