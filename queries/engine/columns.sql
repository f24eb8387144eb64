-- The columns of a table and their types, in order.
select column_name, data_type
from duckdb_columns()
where database_name = ? and schema_name = ? and table_name = ?
order by column_index
