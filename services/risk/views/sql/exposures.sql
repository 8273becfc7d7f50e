-- $1 debtor: what it owes, by currency.
SELECT currency, not_due, overdue, disputed, not_due + overdue + disputed AS total, as_of_on
FROM exposures
WHERE debtor = $1
ORDER BY currency
