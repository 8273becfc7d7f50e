-- $1 the debtor: what is open of its items and what lies on account, by currency.
SELECT
    currency,
    sum(open_amount) AS open,
    sum(on_account) AS on_account,
    sum(items)::integer AS items_open
FROM (
    SELECT
        currency, sum(open) AS open_amount, 0 AS on_account,
        count(*) FILTER (WHERE open > 0) AS items
    FROM items
    WHERE debtor = $1 AND moved_to IS NULL
    GROUP BY currency
    UNION ALL
    SELECT currency, 0, sum(on_account), 0
    FROM sources
    WHERE debtor = $1 AND moved_to IS NULL
    GROUP BY currency
) AS sides
GROUP BY currency
ORDER BY currency
