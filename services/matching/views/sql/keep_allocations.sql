-- $1: what was set against items, and taken off.
INSERT INTO allocations (
    tenant, partition, event_offset, source, source_kind, payment, item, currency, amount, at
)
SELECT
    tenant, partition, event_offset, source, source_kind, payment, item, currency, amount, at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, partition integer, event_offset bigint, source text, source_kind text,
    payment text, item text, currency text, amount numeric, at timestamptz
)
ON CONFLICT (tenant, partition, event_offset) DO NOTHING
