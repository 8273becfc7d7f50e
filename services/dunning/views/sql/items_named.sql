-- $1 ids or numbers, $2 debtor or null: the items that they name.
SELECT item, "case", creditor, debtor, number, currency, amount, open, due_on, state
FROM items
WHERE (item = any($1::text[]) OR number = any($1::text[])) AND ($2::text IS NULL OR debtor = $2)
    AND moved_to IS NULL
ORDER BY due_on, item
