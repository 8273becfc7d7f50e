-- $1: invoices and credit notes; each is registered once.
INSERT INTO documents (
    tenant, document, kind, creditor, debtor, number, issued_on, due_on, payable, facts, original,
    names_number, names_invoice, awaited_credit_note, customer_number, imported_by, personal,
    registered_at
)
SELECT
    tenant, document, kind, creditor, debtor, number, issued_on, due_on, payable, facts, original,
    names_number, names_invoice, awaited_credit_note, customer_number, imported_by, personal,
    registered_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, document text, kind text, creditor text, debtor text, number text, issued_on date,
    due_on date, payable text, facts jsonb, original text, names_number text, names_invoice text,
    awaited_credit_note text, customer_number text, imported_by text, personal jsonb,
    registered_at timestamptz
)
ON CONFLICT (tenant, document) DO NOTHING
