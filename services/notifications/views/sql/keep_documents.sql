-- $1: invoices.
INSERT INTO documents (
    tenant, document, debtor, number, language, reference, account, original
)
SELECT
    tenant, document, debtor, number, language, reference, account, original
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, document text, debtor text, number text, language text, reference text,
    account text, original text
)
ON CONFLICT (tenant, document) DO UPDATE SET
    debtor = excluded.debtor,
    number = excluded.number,
    language = excluded.language,
    reference = excluded.reference,
    account = excluded.account,
    original = excluded.original
