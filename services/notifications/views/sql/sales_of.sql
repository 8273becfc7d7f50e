-- $1 the debtor: who has it in the portfolio, if they are there.
SELECT p.person, p.language, p.zone, p.digest, p.sees, p.personal, p.changed_at
FROM assigned AS a
INNER JOIN people AS p ON a.tenant = p.tenant AND a.person = p.person
WHERE a.debtor = $1 AND p.is_here
