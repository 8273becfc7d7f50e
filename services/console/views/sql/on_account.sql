-- What lies on account, by currency.
SELECT currency, sum(on_account) AS on_account
FROM sources
WHERE on_account > 0
GROUP BY currency
ORDER BY currency
