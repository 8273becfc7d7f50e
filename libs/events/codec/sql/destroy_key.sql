-- Destroy the key of ($1, $2) because of $3, by $4, and say so to who has it cached.
WITH destroyed AS (
    UPDATE keys
    SET wrapped = NULL, destroyed_at = clock_timestamp(), destroyed_for = $3, destroyed_by = $4
    WHERE tenant = $1 AND subject = $2 AND destroyed_at IS NULL
    RETURNING tenant
)
UPDATE epochs SET epoch = epoch + 1 WHERE EXISTS (SELECT FROM destroyed)
