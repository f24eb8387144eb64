-- One row per figure somebody else has published, quoted and never imitated.
select measure, area, value, measured_in as unit, year, population, source, note
from benchmarks
