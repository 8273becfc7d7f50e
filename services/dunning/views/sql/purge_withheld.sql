-- Why items of the debtors ($1[i], $2[i]) were withheld is gone.
UPDATE withheld
SET text = NULL
FROM unnest($1::text[], $2::text[]) AS gone (tenant, debtor)
WHERE withheld.tenant = gone.tenant AND withheld.debtor = gone.debtor
