-- $1: erasures as the last of their events leaves them.
INSERT INTO erasures (
    tenant, debtor, asking, state, asked_by, cause, about, number, until_on, law, parts, asked_at,
    changed_at
)
SELECT
    tenant, debtor, asking, state, asked_by, cause, about, number, until_on, law, parts, asked_at,
    changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, asking integer, state text, asked_by text, cause text, about text,
    number text, until_on date, law text, parts integer, asked_at timestamptz,
    changed_at timestamptz
)
ON CONFLICT (tenant, debtor, asking) DO UPDATE SET
    state = coalesce(excluded.state, erasures.state),
    asked_by = coalesce(excluded.asked_by, erasures.asked_by),
    cause = coalesce(excluded.cause, erasures.cause),
    about = coalesce(excluded.about, erasures.about),
    number = coalesce(excluded.number, erasures.number),
    until_on = coalesce(excluded.until_on, erasures.until_on),
    law = coalesce(excluded.law, erasures.law),
    parts = coalesce(excluded.parts, erasures.parts),
    asked_at = coalesce(excluded.asked_at, erasures.asked_at),
    changed_at = coalesce(excluded.changed_at, erasures.changed_at)
