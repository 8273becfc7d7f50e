-- $1 the debtor: every item of it that was ever followed, by due date.
SELECT item, "case", number, currency, amount, open, due_on, state
FROM items
WHERE debtor = $1 AND moved_to IS NULL
ORDER BY due_on, item
