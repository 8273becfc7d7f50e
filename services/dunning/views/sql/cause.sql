-- $1 the share or credit note: what matching says of it, and of the payment that it is a part of.
SELECT
    s.source, s.kind, s.payment, s.number, s.currency, s.amount, s.booked_on, p.payer_name,
    p.amount AS payment_amount
FROM sources AS s
LEFT JOIN payments AS p ON p.tenant = s.tenant AND p.payment = s.payment
WHERE s.source = $1
