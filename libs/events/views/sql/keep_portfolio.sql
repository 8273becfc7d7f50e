-- $1: in whose portfolio debtors are, an array of objects; nobody's is empty.
INSERT INTO portfolio (tenant, debtor, sales)
SELECT tenant, debtor, sales
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, debtor text, sales text)
ON CONFLICT (tenant, debtor) DO UPDATE SET sales = excluded.sales
