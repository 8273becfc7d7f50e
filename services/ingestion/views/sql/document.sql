-- $1 the document, $2 its kind.
SELECT
    document, kind, creditor, debtor, number, issued_on, due_on, payable, facts, original,
    names_number, names_invoice, awaited_credit_note, customer_number, imported_by, personal,
    registered_at, cancelled_at, cancelled_by, cancel_reason
FROM documents
WHERE document = $1 AND kind = $2
