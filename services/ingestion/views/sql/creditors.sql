-- $1 the last id seen or null, $2 how many.
SELECT creditor, revision, facts, changed_at
FROM creditors
WHERE
    $1::text IS NULL
    OR (lower(name), creditor)
    > (SELECT lower(s.name), s.creditor FROM creditors AS s WHERE s.creditor = $1)
ORDER BY lower(name), creditor
LIMIT $2
