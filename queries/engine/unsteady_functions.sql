-- The functions that may give another answer for the same input, and those
-- that reach out of the database.
select distinct lower(function_name)
from duckdb_functions()
where function_name <> 'getvariable'
    and (
        stability in ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')
        or function_type in ('table', 'table_macro', 'pragma')
            and function_name not in ('unnest', 'range', 'generate_series')
        or function_name in (
            'now', 'today', 'current_setting', 'getenv', 'version', 'random', 'uuid', 'gen_random_uuid',
            'current_date', 'current_localtime', 'current_localtimestamp', 'get_current_time',
            'get_current_timestamp', 'transaction_timestamp', 'nextval', 'currval', 'txid_current',
            'current_database', 'current_schema', 'current_schemas', 'current_query', 'current_connection_id'
        )
    )
