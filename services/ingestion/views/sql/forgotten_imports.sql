-- $1: imports of all tenants, not ended, that nothing was added to since then.
SELECT tenant, import_id, last_at FROM imports WHERE ended_at IS NULL AND last_at < $1
