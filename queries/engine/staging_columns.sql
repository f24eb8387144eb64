-- The columns of every staging table and their types, in order.
select table_name, column_name, data_type
from duckdb_columns()
where database_name = 'academy' and schema_name = 'staging'
order by table_name, column_index
