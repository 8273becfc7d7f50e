-- $1 the case: its items, those still open first, each with what holds it.
SELECT
    i.item, i.kind, i.number, i.currency, i.amount, i.open, i.issued_on, i.due_on, i.state,
    i.drop_reason, i.reopened_on, nullif(i.gate, '{}') AS gate, i.followed_at,
    coalesce(s.suspected_by, '{}') AS suspected_by, p.until_on AS paid_claim_until_on,
    coalesce(w.state = 'withheld', false) AS is_withheld, b.withheld_by,
    CASE WHEN NOT w.for_good THEN w.until_on END AS withheld_until_on
FROM items AS i
LEFT JOIN LATERAL (
    SELECT array_agg(suspected_by ORDER BY suspected_by) AS suspected_by
    FROM suspicions
    WHERE tenant = i.tenant AND item = i.item AND debtor = i.debtor AND state = 'holds'
) AS s ON true
LEFT JOIN paid_claims AS p
    ON p.tenant = i.tenant AND p.item = i.item AND p.debtor = i.debtor
LEFT JOIN withheld AS w ON w.tenant = i.tenant AND w.item = i.item AND w.debtor = i.debtor
LEFT JOIN LATERAL (
    SELECT withheld_by
    FROM withheld
    WHERE tenant = i.tenant AND item = i.item
    ORDER BY withheld_on DESC NULLS LAST, debtor
    LIMIT 1
) AS b ON true
WHERE i."case" = $1 AND i.moved_to IS NULL
ORDER BY i.state = 'followed' DESC, i.due_on, i.item
