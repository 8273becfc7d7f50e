-- $1: items as the last of their events leaves them.
INSERT INTO items (
    tenant, item, creditor, debtor, kind, number, currency, amount, open, issued_on, due_on,
    first_due_on, opened_at, changed_at, cancelled_at, cancel_reason, moved_to
)
SELECT
    tenant, item, creditor, debtor, kind, number, currency, amount, open, issued_on, due_on,
    first_due_on, opened_at, changed_at, cancelled_at, cancel_reason, moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, creditor text, debtor text, kind text, number text, currency text,
    amount numeric, open numeric, issued_on date, due_on date, first_due_on date,
    opened_at timestamptz, changed_at timestamptz, cancelled_at timestamptz, cancel_reason text,
    moved_to text
)
ON CONFLICT (tenant, item, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, items.creditor),
    kind = coalesce(excluded.kind, items.kind),
    number = coalesce(excluded.number, items.number),
    currency = coalesce(excluded.currency, items.currency),
    amount = coalesce(excluded.amount, items.amount),
    open = coalesce(excluded.open, items.open),
    issued_on = coalesce(excluded.issued_on, items.issued_on),
    due_on = coalesce(excluded.due_on, items.due_on),
    first_due_on = coalesce(excluded.first_due_on, items.first_due_on),
    opened_at = coalesce(excluded.opened_at, items.opened_at),
    changed_at = coalesce(excluded.changed_at, items.changed_at),
    cancelled_at = coalesce(excluded.cancelled_at, items.cancelled_at),
    cancel_reason = coalesce(excluded.cancel_reason, items.cancel_reason),
    moved_to = coalesce(excluded.moved_to, items.moved_to)
