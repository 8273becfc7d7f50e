-- $1: what happened to imports since; what did not happen is null.
UPDATE imports
SET
    last_at = greatest(imports.last_at, new.at),
    documents_count = coalesce(new.documents_count, imports.documents_count),
    ended_at = coalesce(new.ended_at, imports.ended_at),
    ended_by = coalesce(new.ended_by, imports.ended_by),
    finished_at = coalesce(new.finished_at, imports.finished_at)
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, import_id text, at timestamptz, documents_count integer, ended_at timestamptz,
    ended_by text, finished_at timestamptz
)
WHERE imports.tenant = new.tenant AND imports.import_id = new.import_id
