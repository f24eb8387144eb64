-- The functions that may give another answer for the same input, and those
-- that reach out of the database. DuckDB says nothing of how steady a macro is,
-- so a macro is one of them unless it is named here as harmless.
select distinct lower(function_name)
from duckdb_functions()
where function_name <> 'getvariable'
    and (
        stability in ('VOLATILE', 'CONSISTENT_WITHIN_QUERY')
        or function_type in ('table', 'table_macro', 'pragma')
            and function_name not in ('unnest', 'range', 'generate_series')
        or function_type = 'macro'
            and not regexp_full_match(function_name, '(list|array|map_contains|json_group)_[a-z_]+')
            and function_name not in (
                'date_add', 'days_in_month', 'fdiv', 'fmod', 'generate_subscripts', 'geomean', 'geometric_mean',
                'json', 'md5_number_lower', 'md5_number_upper', 'nullif', 'regexp_split_to_table', 'round_even',
                'roundbankers', 'split_part', 'wavg', 'weighted_avg'
            )
        or function_name in (
            'now', 'today', 'current_setting', 'getenv', 'version', 'random', 'uuid', 'gen_random_uuid',
            'current_date', 'current_localtime', 'current_localtimestamp', 'get_current_time',
            'get_current_timestamp', 'transaction_timestamp', 'nextval', 'currval', 'txid_current',
            'current_database', 'current_schema', 'current_schemas', 'current_query', 'current_connection_id'
        )
    )
