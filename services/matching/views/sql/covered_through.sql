-- $1 the creditor: the day up to which all that must be is at rest.
SELECT through_on FROM creditor_cover WHERE creditor = $1
