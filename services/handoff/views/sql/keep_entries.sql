-- $1: entries of feeds.
INSERT INTO entries (tenant, agency, number, at, said)
SELECT tenant, agency, number, at, said
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, agency text, number bigint, at timestamptz, said jsonb
)
ON CONFLICT (tenant, agency, number) DO NOTHING
