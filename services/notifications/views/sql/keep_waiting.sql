-- $1: what waits.
INSERT INTO waiting (tenant, debtor, kind, what, currency, amount, due_on)
SELECT tenant, debtor, kind, what, currency, amount, due_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, kind text, what text, currency text, amount numeric, due_on date
)
ON CONFLICT (tenant, debtor, kind, what) DO UPDATE SET
    currency = excluded.currency, amount = excluded.amount, due_on = excluded.due_on
