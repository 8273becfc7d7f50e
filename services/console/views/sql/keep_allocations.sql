-- $1: what was set against items, or taken off them again: then without a day.
INSERT INTO allocations (tenant, source, item, creditor, currency, amount, booked_on)
SELECT tenant, source, item, creditor, currency, amount, booked_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, source text, item text, creditor text, currency text, amount numeric,
    booked_on date
)
ON CONFLICT (tenant, source, item) DO UPDATE SET
    amount = allocations.amount + excluded.amount,
    booked_on = coalesce(excluded.booked_on, allocations.booked_on)
