-- At most $2 keys that another master key than $1 wraps, held for this transaction.
SELECT tenant, subject, wrapped, wrapped_by
FROM keys
WHERE wrapped IS NOT NULL AND wrapped_by <> $1
ORDER BY tenant, subject
LIMIT $2
FOR UPDATE SKIP LOCKED
