-- Of the messages to the debtors ($1[i], $2[i]) nothing says any more whom they went to.
UPDATE messages
SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE messages.tenant = gone.tenant AND messages.debtor = gone.debtor
