-- Of the payments ($1[i], $2[i]) nothing says any more who paid.
UPDATE payments
SET payer_name = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, payment)
WHERE payments.tenant = gone.tenant AND payments.payment = gone.payment
