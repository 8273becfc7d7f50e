-- A key for each subject ($1[i], $2[i]) that has neither key nor tombstone; only those are
-- returned. In the order of the key, so that two who make the same ones wait for one another.
-- None when their master key $5 is retired.
INSERT INTO keys (tenant, subject, key_id, wrapped, wrapped_by)
SELECT tenant, subject, key_id, wrapped, $5
FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[])
    AS made (tenant, subject, key_id, wrapped)
WHERE NOT EXISTS (SELECT FROM retired_masters WHERE id = $5)
ORDER BY tenant, subject
ON CONFLICT (tenant, subject) DO NOTHING
RETURNING
    (SELECT epoch FROM epochs) AS epoch,
    tenant, subject, key_id, wrapped, wrapped_by, destroyed_at, destroyed_for, destroyed_by
