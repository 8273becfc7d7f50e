-- $1: items as the last of their events leaves them.
INSERT INTO items (
    tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled
)
SELECT tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, creditor text, debtor text, currency text, amount numeric,
    open numeric, issued_on date, due_on date, cancelled boolean
)
ON CONFLICT (tenant, item) DO UPDATE SET
    creditor = coalesce(excluded.creditor, items.creditor),
    debtor = coalesce(excluded.debtor, items.debtor),
    currency = coalesce(excluded.currency, items.currency),
    amount = coalesce(excluded.amount, items.amount),
    open = coalesce(excluded.open, items.open),
    issued_on = coalesce(excluded.issued_on, items.issued_on),
    due_on = coalesce(excluded.due_on, items.due_on),
    cancelled = coalesce(excluded.cancelled, items.cancelled)
