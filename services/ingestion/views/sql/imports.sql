SELECT
    import_id, creditor, started_by, started_at, last_at, documents_count, ended_at, ended_by,
    finished_at
FROM imports
WHERE $1::text IS NULL OR import_id = $1
ORDER BY started_at DESC
LIMIT 200
