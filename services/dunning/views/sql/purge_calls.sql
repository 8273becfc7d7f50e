-- What was written in the calls of the debtors ($1[i], $2[i]) is gone.
UPDATE calls
SET text = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE calls.tenant = gone.tenant AND calls.debtor = gone.debtor
