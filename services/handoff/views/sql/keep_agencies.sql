-- $1: agencies as the last of their events leaves them.
INSERT INTO agencies (tenant, agency, said)
SELECT tenant, agency, said
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, agency text, said jsonb)
ON CONFLICT (tenant, agency) DO UPDATE SET said = agencies.said || excluded.said
