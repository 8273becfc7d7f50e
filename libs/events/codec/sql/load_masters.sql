-- Master keys $1 that were retired before.
INSERT INTO retired_masters (id)
SELECT unnest($1::text[])
ON CONFLICT (id) DO NOTHING
