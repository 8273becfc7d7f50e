-- For this transaction alone.
SELECT set_config('relance.role', $1, true), set_config('relance.password', $2, true)
