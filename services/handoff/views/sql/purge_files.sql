-- $1 tenants, $2 debtors: who they are, and what people said of them.
UPDATE files SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE files.tenant = gone.tenant AND files.debtor = gone.debtor
