-- The statement that counts the rows of $1, which is the name of a table as PostgreSQL wrote it.
SELECT 'SELECT count(*) FROM ' || $1::regclass::text
