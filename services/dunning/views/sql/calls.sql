-- $1 call, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last id seen or null, $6 how
-- many. The most valuable first; each with who is called, and what was said the time before, which
-- is looked for of those alone that are shown.
SELECT
    c.call, c."case", c.creditor, k.name AS creditor_name, c.debtor, d.name AS debtor_name,
    d.customer_number, d.language, d.contacts, c.items,
    (
        SELECT array_agg(number ORDER BY due_on, item)
        FROM items
        WHERE
            tenant = c.tenant AND debtor = c.debtor
            AND item = ANY (ARRAY(SELECT jsonb_array_elements_text(c.items)))
    ) AS numbers,
    c.step, c.currency, c.asked, c.day_on, c.log_until_on, c.state, c.outcome, c.logged_by,
    c.logged_on, c.text,
    CASE WHEN c.state = 'dropped' THEN c.drop_gate END AS drop_gate, b.text AS before_text,
    b.outcome AS before_outcome, b.logged_on AS before_on, n.text AS note_text, n.noted_by AS note_by, n.noted_on AS note_on
FROM (
    SELECT *
    FROM calls AS one
    WHERE
        ($1::text IS NULL OR one.call = $1)
        AND ($2::text IS NULL OR one.creditor = $2)
        AND ($3::text IS NULL OR one.debtor = $3)
        AND ($4::text IS NULL OR one.state = $4)
        AND (
            $5::text IS NULL
            OR (-one.asked, one.call) > (SELECT -o.asked, o.call FROM calls AS o WHERE o.call = $5)
        )
    ORDER BY -one.asked, one.call
    LIMIT $6
) AS c
LEFT JOIN creditors AS k ON k.tenant = c.tenant AND k.creditor = c.creditor
LEFT JOIN debtors AS d ON d.tenant = c.tenant AND d.debtor = c.debtor
LEFT JOIN LATERAL (
    SELECT text, outcome, logged_on
    FROM calls
    WHERE
        tenant = c.tenant AND debtor = c.debtor AND call <> c.call AND state = 'logged'
        AND changed_at <= c.changed_at
    ORDER BY changed_at DESC
    LIMIT 1
) AS b ON true
LEFT JOIN LATERAL (
    SELECT text, noted_by, noted_on
    FROM notes
    WHERE tenant = c.tenant AND debtor = c.debtor
    ORDER BY noted_at DESC
    LIMIT 1
) AS n ON true
ORDER BY -c.asked, c.call
