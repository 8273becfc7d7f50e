-- $1: of each debtor when something last happened, and how much.
INSERT INTO happened (tenant, debtor, last_at, events_count)
SELECT tenant, debtor, last_at, events_count
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, last_at timestamptz, events_count bigint
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    last_at = greatest(happened.last_at, excluded.last_at),
    events_count = happened.events_count + excluded.events_count
