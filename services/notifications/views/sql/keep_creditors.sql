-- $1: creditors as they are now.
INSERT INTO creditors (
    tenant, creditor, name, country, accounts
)
SELECT
    tenant, creditor, name, country, accounts
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, name text, country text, accounts jsonb
)
ON CONFLICT (tenant, creditor) DO UPDATE SET
    name = excluded.name,
    country = excluded.country,
    accounts = excluded.accounts
