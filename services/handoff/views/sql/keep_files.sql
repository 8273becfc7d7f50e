-- $1: what was said of debtors.
INSERT INTO files (
    tenant, service, partition, event_offset, debtor, at, what, details, personal
)
SELECT tenant, service, partition, event_offset, debtor, at, what, details, personal
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, service text, partition integer, event_offset bigint, debtor text,
    at timestamptz, what text, details jsonb, personal jsonb
)
ON CONFLICT (tenant, service, partition, event_offset) DO NOTHING
