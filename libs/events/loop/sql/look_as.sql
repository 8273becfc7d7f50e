-- For this transaction alone: $1 the tenant whose rows there are.
select set_config('relance.tenant', $1, true)
