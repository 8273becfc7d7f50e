-- $1: entries on their way to a webhook as the last of their events leaves them.
INSERT INTO deliveries (tenant, agency, number, stage, said)
SELECT tenant, agency, number, stage, said
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, agency text, number bigint, stage text, said jsonb
)
ON CONFLICT (tenant, agency, number) DO UPDATE SET
    stage = excluded.stage,
    said = deliveries.said || excluded.said
