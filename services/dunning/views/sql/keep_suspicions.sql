-- $1: what may settle an item.
INSERT INTO suspicions (
    tenant, item, suspected_by, debtor, state, until_on, at
)
SELECT
    tenant, item, suspected_by, debtor, state, until_on, at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, suspected_by text, debtor text, state text, until_on date,
    at timestamptz
)
ON CONFLICT (tenant, item, suspected_by, debtor) DO UPDATE SET
    state = coalesce(excluded.state, suspicions.state),
    until_on = coalesce(excluded.until_on, suspicions.until_on),
    at = coalesce(excluded.at, suspicions.at)
