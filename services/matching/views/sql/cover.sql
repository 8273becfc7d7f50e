-- $1 the creditor: each of its accounts with its feed, and how far it is at rest.
SELECT
    coalesce(c.account, a.account) AS account, c.through_on, c.declared_by,
    coalesce(a.is_interrupted, false) AS is_interrupted, a.reason, a.currency, a.expected, a.found
FROM (SELECT * FROM account_cover WHERE creditor = $1) AS c
FULL JOIN (SELECT * FROM accounts WHERE creditor = $1) AS a
    ON a.tenant = c.tenant AND a.account = c.account
ORDER BY 1
