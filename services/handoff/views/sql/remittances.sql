-- $1 agency, or null: all; $2 the last id seen or null, $3 how many. `settled` is null as long
-- as the ledger does not have the money.
SELECT remittance, agency, said, nullif(settled, '{}') AS settled
FROM remittances
WHERE ($1::text IS NULL OR agency = $1) AND ($2::text IS NULL OR remittance > $2)
ORDER BY remittance
LIMIT $3
