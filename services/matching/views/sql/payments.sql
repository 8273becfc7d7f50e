-- $1 payment, $2 creditor, $3 statement, $4 outcome (each may be null), $5 the last id seen or
-- null, $6 how many, $7 whether the newest come first. A payment is applied as soon as a share of it is out; `free` is what is left.
SELECT *
FROM (
    SELECT
        p.payment, p.kind, p.creditor, p.account, p.statement, p.booked_on, p.currency, p.amount,
        p.facts, p.personal, p.received_at, p.outcome AS last_outcome, p.outcome_facts,
        p.returned_by, r.original, r.unassigned_since,
        CASE
            WHEN p.kind = 'return' OR p.returned_by IS NOT NULL THEN 0
            ELSE p.amount - s.used
        END AS free,
        CASE
            WHEN p.kind = 'return' AND r.original IS NOT NULL THEN 'assigned'
            WHEN p.kind = 'return' AND r.unassigned_since IS NOT NULL THEN 'unassigned'
            WHEN p.kind = 'return' THEN 'waiting'
            WHEN p.returned_by IS NOT NULL THEN 'returned'
            WHEN s.used > 0 THEN 'applied'
            WHEN p.outcome IN ('suggested', 'unidentified') THEN p.outcome
            ELSE 'received'
        END AS outcome
    FROM payments AS p
    LEFT JOIN returns AS r ON r.tenant = p.tenant AND r.payment = p.payment
    LEFT JOIN LATERAL (
        SELECT coalesce(sum(amount), 0) AS used
        FROM shares
        WHERE tenant = p.tenant AND payment = p.payment AND released IS NULL
    ) AS s ON true
    WHERE
        p.received_at IS NOT NULL
        AND ($1::text IS NULL OR p.payment = $1)
        AND ($2::text IS NULL OR p.creditor = $2)
        AND ($3::text IS NULL OR p.statement = $3)
        AND (
            $5::text IS NULL
            OR CASE
                WHEN $7::boolean THEN (p.booked_on, p.payment)
                    < (SELECT o.booked_on, o.payment FROM payments AS o WHERE o.payment = $5)
                ELSE (p.booked_on, p.payment)
                    > (SELECT o.booked_on, o.payment FROM payments AS o WHERE o.payment = $5)
            END
        )
) AS shown
WHERE $4::text IS NULL OR outcome = $4
ORDER BY
    CASE WHEN $7::boolean THEN NULL ELSE booked_on END,
    CASE WHEN $7::boolean THEN NULL ELSE payment END,
    booked_on DESC,
    payment DESC
LIMIT $6
