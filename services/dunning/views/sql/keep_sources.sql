-- $1: what matching set against items: shares of payments, credit notes.
INSERT INTO sources (
    tenant, source, kind, payment, number, currency, amount, booked_on
)
SELECT
    tenant, source, kind, payment, number, currency, amount, booked_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, source text, kind text, payment text, number text, currency text,
    amount numeric, booked_on date
)
ON CONFLICT (tenant, source) DO UPDATE SET
    kind = coalesce(excluded.kind, sources.kind),
    payment = coalesce(excluded.payment, sources.payment),
    number = coalesce(excluded.number, sources.number),
    currency = coalesce(excluded.currency, sources.currency),
    amount = coalesce(excluded.amount, sources.amount),
    booked_on = coalesce(excluded.booked_on, sources.booked_on)
