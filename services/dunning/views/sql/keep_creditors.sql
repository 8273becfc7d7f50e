-- $1: creditors as ingestion says them.
INSERT INTO creditors (
    tenant, creditor, name, country, zone, feed, feed_days_max
)
SELECT
    tenant, creditor, name, country, zone, feed, feed_days_max
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, name text, country text, zone text, feed text,
    feed_days_max integer
)
ON CONFLICT (tenant, creditor) DO UPDATE SET
    name = coalesce(excluded.name, creditors.name),
    country = coalesce(excluded.country, creditors.country),
    zone = coalesce(excluded.zone, creditors.zone),
    feed = coalesce(excluded.feed, creditors.feed),
    feed_days_max = coalesce(excluded.feed_days_max, creditors.feed_days_max)
