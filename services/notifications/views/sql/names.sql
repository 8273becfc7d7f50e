-- $1 the debtors: what each is called; null once it was erased.
SELECT debtor, personal ->> 'name' AS name FROM debtors WHERE debtor = ANY ($1::text[])
