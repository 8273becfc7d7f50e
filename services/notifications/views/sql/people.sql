-- $1 the person or null: who is there.
SELECT person, language, zone, digest, sees, personal, changed_at
FROM people
WHERE is_here AND ($1::text IS NULL OR person = $1)
ORDER BY person
