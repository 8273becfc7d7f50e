-- $1: what waits.
INSERT INTO waiting (tenant, debtor, kind, what, currency, amount, due_on, owner, item)
SELECT tenant, debtor, kind, what, currency, amount, due_on, owner, item
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, kind text, what text, currency text, amount numeric, due_on date,
    owner text, item text
)
ON CONFLICT (tenant, debtor, kind, what) DO UPDATE SET
    currency = excluded.currency,
    amount = excluded.amount,
    due_on = excluded.due_on,
    owner = excluded.owner,
    item = excluded.item
