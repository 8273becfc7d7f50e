-- $1: what became of returns.
INSERT INTO returns (
    tenant, payment, original, waits_for_original, unassigned_since
)
SELECT
    tenant, payment, original, waits_for_original, unassigned_since
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, payment text, original text, waits_for_original boolean, unassigned_since date
)
ON CONFLICT (tenant, payment) DO UPDATE SET
    original = coalesce(excluded.original, returns.original),
    waits_for_original = coalesce(excluded.waits_for_original, returns.waits_for_original),
    unassigned_since = coalesce(excluded.unassigned_since, returns.unassigned_since)
