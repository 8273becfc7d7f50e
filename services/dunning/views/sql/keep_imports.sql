-- $1: imports of documents.
INSERT INTO imports (
    tenant, import_id, creditor, state, changed_at
)
SELECT
    tenant, import_id, creditor, state, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, import_id text, creditor text, state text, changed_at timestamptz
)
ON CONFLICT (tenant, import_id) DO UPDATE SET
    creditor = coalesce(excluded.creditor, imports.creditor),
    state = coalesce(excluded.state, imports.state),
    changed_at = coalesce(excluded.changed_at, imports.changed_at)
