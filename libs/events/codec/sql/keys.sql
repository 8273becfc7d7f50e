-- The rows of the subjects ($1[i], $2[i]) that have one, with the epoch they were read at.
SELECT
    (SELECT epoch FROM epochs) AS epoch,
    keys.tenant, keys.subject, keys.key_id, keys.wrapped, keys.wrapped_by,
    keys.destroyed_at, keys.destroyed_for, keys.destroyed_by
FROM unnest($1::text[], $2::text[]) AS asked (tenant, subject)
JOIN keys USING (tenant, subject)
