-- $1: entries that are nobody's payment.
INSERT INTO set_aside (
    tenant, entry, account, creditor, statement, position, kind, currency, amount, booked_on,
    bank_code, personal
)
SELECT
    tenant, entry, account, creditor, statement, position, kind, currency, amount, booked_on,
    bank_code, personal
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, entry text, account text, creditor text, statement text, position integer,
    kind text, currency text, amount numeric, booked_on date, bank_code text, personal jsonb
)
ON CONFLICT (tenant, entry) DO NOTHING
