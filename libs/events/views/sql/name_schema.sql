-- For this transaction alone.
SELECT set_config('relance.schema', $1, true)
