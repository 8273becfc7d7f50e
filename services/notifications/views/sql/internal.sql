-- $1 the mail: what it is, to whom, and whom it names.
SELECT
    i.message,
    i.person,
    i.kind,
    i.day_on,
    i.noted_at,
    array(
        SELECT n.debtor FROM named AS n
        WHERE n.tenant = i.tenant AND n.message = i.message AND n.is_named
        ORDER BY n.debtor
    ) AS debtors
FROM internals AS i
WHERE i.message = $1
