-- $1: creditors as they are now, an array of objects.
INSERT INTO creditors (tenant, creditor, name, revision, facts, changed_at)
SELECT tenant, creditor, name, revision, facts, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, name text, revision integer, facts jsonb, changed_at timestamptz
)
ON CONFLICT (tenant, creditor) DO UPDATE SET
    name = excluded.name,
    revision = excluded.revision,
    facts = excluded.facts,
    changed_at = excluded.changed_at
