-- $1 agency, $2 number.
SELECT number, at, said FROM entries WHERE agency = $1 AND number = $2
