-- $1 the debtor.
SELECT country, language, personal FROM debtors WHERE debtor = $1
