-- Of the debtors ($1[i], $2[i]) nothing says any more who they are.
UPDATE debtors
SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE debtors.tenant = gone.tenant AND debtors.debtor = gone.debtor
