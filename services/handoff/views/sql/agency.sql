-- $1 agency.
SELECT agency, said FROM agencies WHERE agency = $1
