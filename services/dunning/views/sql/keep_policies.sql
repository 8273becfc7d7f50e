-- $1: published versions of policies.
INSERT INTO policies (
    tenant, policy, version, facts, source_hash, published_by, published_at
)
SELECT
    tenant, policy, version, facts, source_hash, published_by, published_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, policy text, version integer, facts jsonb, source_hash text, published_by text,
    published_at timestamptz
)
ON CONFLICT (tenant, policy, version) DO UPDATE SET
    facts = coalesce(excluded.facts, policies.facts),
    source_hash = coalesce(excluded.source_hash, policies.source_hash),
    published_by = coalesce(excluded.published_by, policies.published_by),
    published_at = coalesce(excluded.published_at, policies.published_at)
