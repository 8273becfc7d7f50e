-- What was written about the limits of the debtors ($1[i], $2[i]) is gone.
UPDATE limits
SET reason = NULL, refusal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE limits.tenant = gone.tenant AND limits.debtor = gone.debtor
