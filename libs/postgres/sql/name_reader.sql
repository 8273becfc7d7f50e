-- For this transaction alone: $1 the login, $2 its password, $3 the database that it may read.
SELECT
    set_config('relance.role', $1, true),
    set_config('relance.password', $2, true),
    set_config('relance.database', $3, true)
