-- What was written in the disputes of the debtors ($1[i], $2[i]) is gone.
UPDATE disputes
SET text = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE disputes.tenant = gone.tenant AND disputes.debtor = gone.debtor
