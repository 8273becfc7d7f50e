-- $1 agency, or null: all.
SELECT agency, said FROM agencies WHERE $1::text IS NULL OR agency = $1 ORDER BY agency
