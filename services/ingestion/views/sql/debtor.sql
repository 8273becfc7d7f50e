SELECT
    debtor, creditor, found_by, customer_number, kind, country, language, name, personal,
    merged_into, revision, registered_at, changed_at
FROM debtors
WHERE debtor = $1
