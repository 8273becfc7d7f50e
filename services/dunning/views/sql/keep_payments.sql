-- $1: payments as matching received them.
INSERT INTO payments (
    tenant, payment, currency, amount, booked_on, payer_name
)
SELECT
    tenant, payment, currency, amount, booked_on, payer_name
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, payment text, currency text, amount numeric, booked_on date, payer_name text
)
ON CONFLICT (tenant, payment) DO UPDATE SET
    currency = coalesce(excluded.currency, payments.currency),
    amount = coalesce(excluded.amount, payments.amount),
    booked_on = coalesce(excluded.booked_on, payments.booked_on),
    payer_name = coalesce(excluded.payer_name, payments.payer_name)
