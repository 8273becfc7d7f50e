SELECT set_config('relance.tenant', $1, true), set_config('relance.portfolio', $2, true)
