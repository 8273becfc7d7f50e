-- What was written in the notes of the debtors ($1[i], $2[i]) is gone.
UPDATE notes
SET text = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE notes.tenant = gone.tenant AND notes.debtor = gone.debtor
