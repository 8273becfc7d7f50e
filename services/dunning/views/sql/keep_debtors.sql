-- $1: debtors as ingestion says them.
INSERT INTO debtors (
    tenant, debtor, creditor, customer_number, name, country, language, contacts
)
SELECT
    tenant, debtor, creditor, customer_number, name, country, language, contacts
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, customer_number text, name text, country text,
    language text, contacts jsonb
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, debtors.creditor),
    customer_number = coalesce(excluded.customer_number, debtors.customer_number),
    name = coalesce(excluded.name, debtors.name),
    country = coalesce(excluded.country, debtors.country),
    language = coalesce(excluded.language, debtors.language),
    contacts = coalesce(excluded.contacts, debtors.contacts)
