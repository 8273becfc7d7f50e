-- By currency and day: what was invoiced, and what was set against it. What was cancelled, or taken
-- off again, is as if it had never been.
SELECT currency, day_on, sum(invoiced) AS invoiced, sum(settled) AS settled
FROM (
    SELECT currency, issued_on AS day_on, invoiced, 0 AS settled
    FROM issued_sums
    UNION ALL
    SELECT currency, booked_on, 0, settled
    FROM booked_sums
) AS sides
GROUP BY currency, day_on
ORDER BY currency, day_on
