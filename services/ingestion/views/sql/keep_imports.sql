-- $1: imports that started.
INSERT INTO imports (tenant, import_id, creditor, started_by, started_at, last_at)
SELECT tenant, import_id, creditor, started_by, started_at, started_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, import_id text, creditor text, started_by text, started_at timestamptz
)
ON CONFLICT (tenant, import_id) DO NOTHING
