-- What was written about the overrides of the debtors ($1[i], $2[i]) is gone.
UPDATE overrides
SET reason = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE overrides.tenant = gone.tenant AND overrides.debtor = gone.debtor
