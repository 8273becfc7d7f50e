-- The statement that makes the database $1, to be run by itself: it takes no parameters.
SELECT format('CREATE DATABASE %I', $1::text)
