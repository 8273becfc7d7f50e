-- $1 the statement: its entries that are nobody's payment, in its order.
SELECT entry, position, kind, currency, amount, booked_on, bank_code, personal
FROM set_aside
WHERE statement = $1
ORDER BY position, entry
