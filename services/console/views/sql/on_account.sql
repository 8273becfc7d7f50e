-- What lies on account, by currency.
SELECT currency, sum(on_account) AS on_account
FROM sources
WHERE on_account > 0 AND moved_to IS NULL
GROUP BY currency
ORDER BY currency
