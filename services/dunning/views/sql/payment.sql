-- $1 the payment, as matching received it.
SELECT payment, currency, amount, booked_on, payer_name
FROM payments
WHERE payment = $1
