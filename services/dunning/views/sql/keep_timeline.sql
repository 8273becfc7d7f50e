-- $1: what happened to debtors.
INSERT INTO timeline (
    tenant, service, partition, event_offset, debtor, event, at, what, refs, details
)
SELECT
    tenant, service, partition, event_offset, debtor, event, at, what, refs, details
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, service text, partition integer, event_offset bigint, debtor text, event text,
    at timestamptz, what text, refs jsonb, details jsonb
)
ON CONFLICT (tenant, service, partition, event_offset) DO NOTHING
