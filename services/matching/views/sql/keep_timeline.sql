-- $1: what happened to debtors.
INSERT INTO timeline (
    tenant, debtor, at, partition, event_offset, what, details
)
SELECT
    tenant, debtor, at, partition, event_offset, what, details
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, at timestamptz, partition integer, event_offset bigint, what text,
    details jsonb
)
ON CONFLICT (tenant, debtor, partition, event_offset) DO NOTHING
