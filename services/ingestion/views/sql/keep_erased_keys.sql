-- $1: receipts of destroyed keys; the first one stands.
INSERT INTO erased_keys (tenant, subject, debtor, asking, part, key_id, destroyed_at)
SELECT tenant, subject, debtor, asking, part, key_id, destroyed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, subject text, debtor text, asking integer, part integer, key_id text,
    destroyed_at text
)
ON CONFLICT (tenant, subject) DO NOTHING
