-- $1 the debtor: money and credit that is set against nothing yet.
SELECT source, kind, payment, item, number, currency, amount, on_account, booked_at
FROM sources
WHERE debtor = $1 AND on_account > 0 AND moved_to IS NULL
ORDER BY booked_at, source
