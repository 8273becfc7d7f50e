-- $1 tenants, $2 debtors: what people said of them.
UPDATE happened SET personal = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE happened.tenant = gone.tenant AND happened.debtor = gone.debtor
