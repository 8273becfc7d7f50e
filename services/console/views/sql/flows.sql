-- By currency and day: what was invoiced, and what was set against it. What was cancelled, or taken
-- off again, is as if it had never been.
SELECT currency, day_on, sum(invoiced) AS invoiced, sum(settled) AS settled
FROM (
    SELECT currency, issued_on AS day_on, sum(amount) AS invoiced, 0 AS settled
    FROM items
    WHERE cancelled IS NOT TRUE AND issued_on IS NOT NULL
    GROUP BY currency, issued_on
    UNION ALL
    SELECT a.currency, a.booked_on, 0, sum(a.amount)
    FROM allocations AS a
    WHERE a.booked_on IS NOT NULL
    GROUP BY a.currency, a.booked_on
) AS sides
GROUP BY currency, day_on
ORDER BY currency, day_on
