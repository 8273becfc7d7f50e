-- $1: what was found of payments.
INSERT INTO outcomes (
    tenant, payment, partition, event_offset, at, outcome, facts
)
SELECT
    tenant, payment, partition, event_offset, at, outcome, facts
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, payment text, partition integer, event_offset bigint, at timestamptz, outcome text,
    facts jsonb
)
ON CONFLICT (tenant, payment, partition, event_offset) DO NOTHING
