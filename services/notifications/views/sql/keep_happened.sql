-- $1: what happened to messages.
INSERT INTO happened (tenant, partition, event_offset, message, debtor, at, what, details)
SELECT tenant, partition, event_offset, message, debtor, at, what, details
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, partition integer, event_offset bigint, message text, debtor text,
    at timestamptz, what text, details jsonb
)
ON CONFLICT (tenant, partition, event_offset) DO NOTHING
