-- Of the documents of the debtors ($1[i], $2[i]) nothing says any more who they are for.
UPDATE documents
SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE documents.tenant = gone.tenant AND documents.debtor = gone.debtor
