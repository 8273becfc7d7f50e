-- $1 policy or null, $2 the last one seen or null, $3 how many: the newest version of each.
SELECT DISTINCT ON (policy) policy, version, facts, source_hash, published_by, published_at
FROM policies
WHERE
    ($1::text IS NULL OR policy = $1)
    AND ($2::text IS NULL OR policy > $2)
ORDER BY policy, version DESC
LIMIT $3
