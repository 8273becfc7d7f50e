-- $1: keys and tombstones out of a backup; what is there stays.
INSERT INTO keys
SELECT * FROM jsonb_populate_recordset(NULL::keys, $1::jsonb)
ON CONFLICT (tenant, subject) DO NOTHING
