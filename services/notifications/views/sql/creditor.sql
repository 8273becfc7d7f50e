-- $1 the creditor.
SELECT name, country, accounts FROM creditors WHERE creditor = $1
