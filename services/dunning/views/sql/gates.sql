-- $1 creditor, $2 from this day, $3 through this day (each may be null): by cause, how often a due
-- step was held and a demand recalled in that time, and what it holds now, by currency. One that is
-- about the creditor's ledger holds no more once that is booked, though nobody says so of a case.
WITH held AS (
    SELECT gate, count(*) AS gated_count
    FROM gatings
    WHERE
        ($1::text IS NULL OR creditor = $1)
        AND ($2::date IS NULL OR day_on >= $2)
        AND ($3::date IS NULL OR day_on <= $3)
    GROUP BY gate
),
recalled AS (
    SELECT recall_gate AS gate, count(*) AS recalled_count
    FROM demands
    WHERE
        recall_gate IS NOT NULL
        AND ($1::text IS NULL OR creditor = $1)
        AND ($2::date IS NULL OR day_on >= $2)
        AND ($3::date IS NULL OR day_on <= $3)
    GROUP BY recall_gate
),
held_cases AS (
    SELECT
        c.tenant, c."case",
        CASE
            WHEN c.gate ->> 'gate' = 'open_feeds_hold_everything' AND NOT EXISTS (
                SELECT FROM booked_statements
                WHERE tenant = c.tenant AND creditor = c.creditor AND state = 'opened'
            ) THEN NULL
            WHEN c.gate ->> 'gate' = 'interrupted_feeds_hold_everything' AND NOT EXISTS (
                SELECT FROM accounts
                WHERE tenant = c.tenant AND creditor = c.creditor AND state = 'interrupted'
            ) THEN NULL
            WHEN c.gate ->> 'gate' = 'open_imports_hold_everything' AND NOT EXISTS (
                SELECT FROM imports
                WHERE tenant = c.tenant AND creditor = c.creditor AND state = 'started'
            ) THEN NULL
            ELSE c.gate ->> 'gate'
        END AS gate
    FROM cases AS c
    WHERE c.gate ->> 'gate' IS NOT NULL AND ($1::text IS NULL OR c.creditor = $1)
),
holding AS (
    -- What holds a case holds each of its items; of all others those alone that are held.
    SELECT c.gate, i."case", i.currency, i.open
    FROM held_cases AS c
    INNER JOIN items AS i ON i.tenant = c.tenant AND i."case" = c."case"
    WHERE c.gate IS NOT NULL AND i.state = 'followed' AND i.moved_to IS NULL
    UNION ALL
    SELECT i.gate ->> 'gate', i."case", i.currency, i.open
    FROM items AS i
    WHERE
        i.gate ->> 'gate' IS NOT NULL AND i.state = 'followed' AND i.moved_to IS NULL
        AND ($1::text IS NULL OR i.creditor = $1)
        AND NOT EXISTS (
            SELECT FROM held_cases
            WHERE tenant = i.tenant AND "case" = i."case" AND gate IS NOT NULL
        )
),
now AS (
    SELECT
        gate, sum(cases_now) AS cases_now,
        array_agg(open::text || ' ' || currency ORDER BY currency) AS open_now
    FROM (
        SELECT gate, currency, count(DISTINCT "case") AS cases_now, sum(open) AS open
        FROM holding
        WHERE gate IS NOT NULL
        GROUP BY gate, currency
    ) AS by_currency
    GROUP BY gate
)
SELECT
    gate, coalesce(gated_count, 0) AS gated_count, coalesce(recalled_count, 0) AS recalled_count,
    coalesce(cases_now, 0)::integer AS cases_now, coalesce(open_now, '{}') AS open_now
FROM held
FULL JOIN recalled USING (gate)
FULL JOIN now USING (gate)
ORDER BY coalesce(gated_count, 0) + coalesce(recalled_count, 0) DESC, gate
