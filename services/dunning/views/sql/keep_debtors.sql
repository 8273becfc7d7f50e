-- $1: debtors as ingestion says them.
INSERT INTO debtors (
    tenant, debtor, creditor, customer_number, name, country, language, contacts, band
)
SELECT
    tenant, debtor, creditor, customer_number, name, country, language, contacts, band
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, customer_number text, name text, country text,
    language text, contacts jsonb, band text
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, debtors.creditor),
    customer_number = coalesce(excluded.customer_number, debtors.customer_number),
    name = coalesce(excluded.name, debtors.name),
    country = coalesce(excluded.country, debtors.country),
    language = coalesce(excluded.language, debtors.language),
    contacts = coalesce(excluded.contacts, debtors.contacts),
    band = coalesce(excluded.band, debtors.band)
