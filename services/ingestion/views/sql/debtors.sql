-- $1 creditor or null, $2 words in the name or number or null, $3 ids or null, $4 the last id seen or
-- null, $5 how many.
SELECT
    debtor, creditor, found_by, customer_number, kind, country, language, name, merged_into,
    registered_at, changed_at
FROM debtors AS d
WHERE
    ($1::text IS NULL OR creditor = $1)
    AND (
        $2::text IS NULL
        OR position(lower($2) IN lower(coalesce(name, ''))) > 0
        OR customer_number = $2
    )
    AND ($3::text [] IS NULL OR debtor = any($3))
    AND (
        $4::text IS NULL
        OR (lower(coalesce(name, '')), debtor)
        > (SELECT lower(coalesce(s.name, '')), s.debtor FROM debtors AS s WHERE s.debtor = $4)
    )
ORDER BY lower(coalesce(name, '')), debtor
LIMIT $5
