-- $1 debtors, $2 today: what each owes, and what of it is overdue, by currency.
SELECT
    debtor, currency, sum(open) AS open, coalesce(sum(open) FILTER (WHERE due_on < $2::date), 0) AS overdue
FROM items
WHERE debtor = any($1::text[]) AND open > 0 AND moved_to IS NULL
GROUP BY debtor, currency
ORDER BY debtor, currency
