-- $1: debtors as they are now; personal is null once it was erased.
INSERT INTO debtors (
    tenant, debtor, creditor, country, language, personal
)
SELECT
    tenant, debtor, creditor, country, language, personal
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, country text, language text, personal jsonb
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = excluded.creditor,
    country = excluded.country,
    language = excluded.language,
    personal = excluded.personal
