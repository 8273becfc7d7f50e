-- Whether the schema that is searched in was begun.
SELECT to_regclass('checkpoints') IS NOT NULL
