-- $1: in whose portfolio debtors are; nobody's is empty.
INSERT INTO assigned (tenant, debtor, person)
SELECT tenant, debtor, person
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, debtor text, person text)
ON CONFLICT (tenant, debtor) DO UPDATE SET person = excluded.person
