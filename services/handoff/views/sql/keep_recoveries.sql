-- $1: recoveries and the remittance that each is in.
INSERT INTO recoveries (tenant, recovery, agency, said)
SELECT tenant, recovery, agency, said
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, recovery text, agency text, said jsonb)
ON CONFLICT (tenant, recovery) DO UPDATE SET said = recoveries.said || excluded.said
