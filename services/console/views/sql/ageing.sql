-- $1 today: what is open by currency and band; band 0 is not due, then 1-30, 31-60, 61-90, over 90.
SELECT
    currency,
    CASE
        WHEN due_on >= $1::date THEN 0
        WHEN due_on >= $1::date - 30 THEN 1
        WHEN due_on >= $1::date - 60 THEN 2
        WHEN due_on >= $1::date - 90 THEN 3
        ELSE 4
    END AS band,
    sum(open) AS open,
    sum(items_count)::integer AS items_count
FROM due_sums
GROUP BY 1, 2
ORDER BY 1, 2
