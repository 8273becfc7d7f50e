-- $1 import or null, $2 the last id seen or null, $3 how many; the newest first.
SELECT
    import_id, creditor, started_by, started_at, last_at, documents_count, ended_at, ended_by,
    finished_at
FROM imports
WHERE
    ($1::text IS NULL OR import_id = $1)
    AND (
        $2::text IS NULL
        OR (started_at, import_id)
        < (SELECT s.started_at, s.import_id FROM imports AS s WHERE s.import_id = $2)
    )
ORDER BY started_at DESC, import_id DESC
LIMIT $3
