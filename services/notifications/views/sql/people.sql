-- $1 the person or null, $2 the last id seen or null, $3 how many: who is there.
SELECT person, language, zone, digest, sees, personal, changed_at
FROM people
WHERE
    is_here
    AND ($1::text IS NULL OR person = $1)
    AND ($2::text IS NULL OR person > $2)
ORDER BY person
LIMIT $3
