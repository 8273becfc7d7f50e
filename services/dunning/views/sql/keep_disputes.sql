-- $1: disputes as the last of their events leaves them.
INSERT INTO disputes (
    tenant, dispute, item, "case", creditor, debtor, currency, amount, reason, owner, due_on,
    opened_on, opened_by, text, state, resolution, resolved_by, changed_at
)
SELECT
    tenant, dispute, item, "case", creditor, debtor, currency, amount, reason, owner, due_on,
    opened_on, opened_by, text, state, resolution, resolved_by, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, dispute text, item text, "case" text, creditor text, debtor text, currency text,
    amount numeric, reason text, owner text, due_on date, opened_on date, opened_by text,
    text text, state text, resolution text, resolved_by text, changed_at timestamptz
)
ON CONFLICT (tenant, dispute, debtor) DO UPDATE SET
    item = coalesce(excluded.item, disputes.item),
    "case" = coalesce(excluded."case", disputes."case"),
    creditor = coalesce(excluded.creditor, disputes.creditor),
    currency = coalesce(excluded.currency, disputes.currency),
    amount = coalesce(excluded.amount, disputes.amount),
    reason = coalesce(excluded.reason, disputes.reason),
    owner = coalesce(excluded.owner, disputes.owner),
    due_on = coalesce(excluded.due_on, disputes.due_on),
    opened_on = coalesce(excluded.opened_on, disputes.opened_on),
    opened_by = coalesce(excluded.opened_by, disputes.opened_by),
    text = coalesce(excluded.text, disputes.text),
    state = coalesce(excluded.state, disputes.state),
    resolution = coalesce(excluded.resolution, disputes.resolution),
    resolved_by = coalesce(excluded.resolved_by, disputes.resolved_by),
    changed_at = coalesce(excluded.changed_at, disputes.changed_at)
