-- The keys of ($1[i], $2[i]) were destroyed at $4[i] because of $5[i]; $3[i] was the key's id.
-- Returned are those that the backup still had, or had not yet.
INSERT INTO keys (
    tenant, subject, key_id, wrapped, wrapped_by, destroyed_at, destroyed_for, destroyed_by
)
SELECT tenant, subject, key_id, NULL, '', destroyed_at, destroyed_for, 'its receipt'
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::text[])
    AS gone (tenant, subject, key_id, destroyed_at, destroyed_for)
ON CONFLICT (tenant, subject) DO UPDATE SET
    wrapped = NULL,
    destroyed_at = excluded.destroyed_at,
    destroyed_for = excluded.destroyed_for,
    destroyed_by = excluded.destroyed_by
WHERE keys.wrapped IS NOT NULL
RETURNING keys.subject
