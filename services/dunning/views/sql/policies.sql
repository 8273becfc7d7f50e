-- $1 policy or null: the newest version of each.
SELECT DISTINCT ON (policy) policy, version, facts, source_hash, published_by, published_at
FROM policies
WHERE $1::text IS NULL OR policy = $1
ORDER BY policy, version DESC
