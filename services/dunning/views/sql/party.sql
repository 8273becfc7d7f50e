-- $1 the debtor, as ingestion says it.
SELECT debtor, creditor, customer_number, name AS debtor_name, country, language, contacts
FROM debtors
WHERE debtor = $1
