-- Of every tenant: how many there are, and nothing else of them.
SELECT count(*) FROM accounts WHERE is_interrupted
