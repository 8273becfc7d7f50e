-- $1: calls as the last of their events leaves them.
INSERT INTO calls (
    tenant, call, "case", creditor, debtor, items, step, currency, asked, day_on, log_until_on,
    state, outcome, logged_by, logged_on, text, drop_gate, changed_at
)
SELECT
    tenant, call, "case", creditor, debtor, items, step, currency, asked, day_on, log_until_on,
    state, outcome, logged_by, logged_on, text, drop_gate, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, call text, "case" text, creditor text, debtor text, items jsonb, step text,
    currency text, asked numeric, day_on date, log_until_on date, state text, outcome text,
    logged_by text, logged_on date, text text, drop_gate text, changed_at timestamptz
)
ON CONFLICT (tenant, call) DO UPDATE SET
    "case" = coalesce(excluded."case", calls."case"),
    creditor = coalesce(excluded.creditor, calls.creditor),
    debtor = coalesce(excluded.debtor, calls.debtor),
    items = coalesce(excluded.items, calls.items),
    step = coalesce(excluded.step, calls.step),
    currency = coalesce(excluded.currency, calls.currency),
    asked = coalesce(excluded.asked, calls.asked),
    day_on = coalesce(excluded.day_on, calls.day_on),
    log_until_on = coalesce(excluded.log_until_on, calls.log_until_on),
    state = coalesce(excluded.state, calls.state),
    outcome = coalesce(excluded.outcome, calls.outcome),
    logged_by = coalesce(excluded.logged_by, calls.logged_by),
    logged_on = coalesce(excluded.logged_on, calls.logged_on),
    text = coalesce(excluded.text, calls.text),
    drop_gate = coalesce(excluded.drop_gate, calls.drop_gate),
    changed_at = coalesce(excluded.changed_at, calls.changed_at)
