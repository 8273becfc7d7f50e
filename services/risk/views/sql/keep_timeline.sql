-- $1: what happened to debtors, a row an event.
INSERT INTO timeline (
    tenant, partition, event_offset, debtor, event, at, what, details
)
SELECT
    tenant, partition, event_offset, debtor, event, at, what, details
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, partition integer, event_offset bigint, debtor text, event text, at timestamptz,
    what text, details jsonb
)
ON CONFLICT (tenant, partition, event_offset) DO NOTHING
