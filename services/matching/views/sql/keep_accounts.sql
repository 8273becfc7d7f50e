-- $1: the feed of each account.
INSERT INTO accounts (
    tenant, account, creditor, is_interrupted, reason, currency, expected, found, through_on,
    changed_at
)
SELECT
    tenant, account, creditor, is_interrupted, reason, currency, expected, found, through_on,
    changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, account text, creditor text, is_interrupted boolean, reason text, currency text,
    expected numeric, found numeric, through_on date, changed_at timestamptz
)
ON CONFLICT (tenant, account) DO UPDATE SET
    creditor = coalesce(excluded.creditor, accounts.creditor),
    is_interrupted = coalesce(excluded.is_interrupted, accounts.is_interrupted),
    reason = coalesce(excluded.reason, accounts.reason),
    currency = coalesce(excluded.currency, accounts.currency),
    expected = coalesce(excluded.expected, accounts.expected),
    found = coalesce(excluded.found, accounts.found),
    through_on = coalesce(excluded.through_on, accounts.through_on),
    changed_at = coalesce(excluded.changed_at, accounts.changed_at)
