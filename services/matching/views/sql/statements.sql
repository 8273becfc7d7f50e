-- $1 statement, $2 creditor, $3 account, $4 state (each may be null), $5 the last id seen or null,
-- $6 how many, $7 whether the newest come first.
SELECT
    statement, account, creditor, content, bank_id, sequence, from_on, to_on, currency, opening,
    closing, entries_count, new_count, place, state, reason, expected, decided_by, told_at,
    rested_at
FROM statements AS s
WHERE
    state IS NOT NULL
    AND ($1::text IS NULL OR statement = $1)
    AND ($2::text IS NULL OR creditor = $2)
    AND ($3::text IS NULL OR account = $3)
    AND ($4::text IS NULL OR state = $4)
    AND (
        $5::text IS NULL
        OR CASE
            WHEN $7::boolean THEN (from_on, statement)
                < (SELECT o.from_on, o.statement FROM statements AS o WHERE o.statement = $5)
            ELSE (from_on, statement)
                > (SELECT o.from_on, o.statement FROM statements AS o WHERE o.statement = $5)
        END
    )
ORDER BY
    CASE WHEN $7::boolean THEN NULL ELSE from_on END,
    CASE WHEN $7::boolean THEN NULL ELSE statement END,
    from_on DESC,
    statement DESC
LIMIT $6
