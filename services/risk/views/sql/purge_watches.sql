-- What was written about the watch of the debtors ($1[i], $2[i]) is gone.
UPDATE watches
SET reason = NULL, end_note = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE watches.tenant = gone.tenant AND watches.debtor = gone.debtor
