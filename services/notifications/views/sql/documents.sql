-- $1 ids of invoices.
SELECT document, number, language, reference, account, original
FROM documents
WHERE document = any($1::text[])
