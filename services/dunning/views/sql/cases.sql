-- $1 case, $2 creditor, $3 debtor, $4 state, $5 gate (each may be null), $6 the last id seen or
-- null, $7 how many. What holds a case is its own gate, else the oldest of an item's; one that is
-- about the creditor's ledger holds no more once that is booked, though nobody says so of a case.
SELECT *
FROM (
    SELECT
        c."case", c.creditor, k.name AS creditor_name, k.country, k.zone, c.debtor,
        d.name AS debtor_name, d.customer_number, d.band, c.currency, c.policy, c.policy_version, c.state,
        coalesce(i.open, 0) AS open, coalesce(i.items_open, 0) AS items_open,
        coalesce(o.on_account, 0) AS on_account, i.oldest_due_on,
        coalesce(
            CASE
                WHEN c.gate = '{}' THEN NULL
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
                ELSE c.gate
            END,
            i.gate
        ) AS gate, nullif(c.planned, '{}') AS planned,
        p.demand AS pending, c.opened_at, c.closed_at
    FROM cases AS c
    LEFT JOIN creditors AS k ON k.tenant = c.tenant AND k.creditor = c.creditor
    LEFT JOIN debtors AS d ON d.tenant = c.tenant AND d.debtor = c.debtor
    LEFT JOIN LATERAL (
        SELECT
            sum(open) AS open, count(*) AS items_open, min(due_on) AS oldest_due_on,
            (array_agg(gate ORDER BY gate ->> 'since_on', item) FILTER (WHERE gate <> '{}'))[1]
            AS gate
        FROM items
        WHERE tenant = c.tenant AND "case" = c."case" AND state = 'followed'
            AND moved_to IS NULL
    ) AS i ON true
    LEFT JOIN LATERAL (
        SELECT sum(on_account) AS on_account
        FROM credits
        WHERE tenant = c.tenant AND debtor = c.debtor AND "case" = c."case"
    ) AS o ON true
    LEFT JOIN LATERAL (
        SELECT demand
        FROM demands
        WHERE tenant = c.tenant AND "case" = c."case" AND outcome IS NULL
        ORDER BY proposed_at DESC
        LIMIT 1
    ) AS p ON true
    WHERE
        ($1::text IS NULL OR c."case" = $1)
        AND ($2::text IS NULL OR c.creditor = $2)
        AND ($3::text IS NULL OR c.debtor = $3)
        AND ($4::text IS NULL OR c.state = $4)
        AND ($6::text IS NULL OR c."case" > $6)
) AS shown
WHERE $5::text IS NULL OR gate ->> 'gate' = $5
ORDER BY "case"
LIMIT $7
