-- $1: followed items as the last of their events leaves them.
INSERT INTO items (
    tenant, item, "case", creditor, debtor, kind, number, currency, amount, open, issued_on,
    due_on, state, drop_reason, reopened_on, gate, followed_at, changed_at, moved_to
)
SELECT
    tenant, item, "case", creditor, debtor, kind, number, currency, amount, open, issued_on,
    due_on, state, drop_reason, reopened_on, gate, followed_at, changed_at, moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, "case" text, creditor text, debtor text, kind text, number text,
    currency text, amount numeric, open numeric, issued_on date, due_on date, state text,
    drop_reason text, reopened_on date, gate jsonb, followed_at timestamptz,
    changed_at timestamptz, moved_to text
)
ON CONFLICT (tenant, item, debtor) DO UPDATE SET
    "case" = coalesce(excluded."case", items."case"),
    creditor = coalesce(excluded.creditor, items.creditor),
    kind = coalesce(excluded.kind, items.kind),
    number = coalesce(excluded.number, items.number),
    currency = coalesce(excluded.currency, items.currency),
    amount = coalesce(excluded.amount, items.amount),
    open = coalesce(excluded.open, items.open),
    issued_on = coalesce(excluded.issued_on, items.issued_on),
    due_on = coalesce(excluded.due_on, items.due_on),
    state = coalesce(excluded.state, items.state),
    drop_reason = coalesce(excluded.drop_reason, items.drop_reason),
    reopened_on = coalesce(excluded.reopened_on, items.reopened_on),
    gate = coalesce(excluded.gate, items.gate),
    followed_at = coalesce(excluded.followed_at, items.followed_at),
    changed_at = coalesce(excluded.changed_at, items.changed_at),
    moved_to = coalesce(excluded.moved_to, items.moved_to)
