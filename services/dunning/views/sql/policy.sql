-- $1 policy, $2 version.
SELECT policy, version, facts, source_hash, published_by, published_at
FROM policies
WHERE policy = $1 AND version = $2
