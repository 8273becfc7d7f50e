-- $1 item, $2 creditor, $3 debtor, $4 state (each may be null), $5 the last item seen or null,
-- $6 how many. What was withheld for a day ends by itself, though nobody says so. Who said what may
-- stand at a debtor that the item was at before.
SELECT
    p.item, i.number, i.currency, i.open, p."case", p.creditor, p.debtor, d.name AS debtor_name,
    b.demand, p.for_good, CASE WHEN p.for_good THEN NULL ELSE p.until_on END AS until_on,
    b.withheld_on, b.withheld_by, b.text, p.state,
    CASE WHEN p.state = 'released' THEN r.released_by END AS released_by
FROM withheld AS p
LEFT JOIN LATERAL (
    SELECT demand, withheld_by, text, withheld_on
    FROM withheld
    WHERE tenant = p.tenant AND item = p.item
    ORDER BY withheld_on DESC NULLS LAST, debtor
    LIMIT 1
) AS b ON true
LEFT JOIN LATERAL (
    SELECT released_by
    FROM withheld
    WHERE tenant = p.tenant AND item = p.item AND released_by IS NOT NULL
    ORDER BY changed_at DESC, debtor
    LIMIT 1
) AS r ON true
LEFT JOIN items AS i ON i.tenant = p.tenant AND i.item = p.item AND i.debtor = p.debtor
LEFT JOIN debtors AS d ON d.tenant = p.tenant AND d.debtor = p.debtor
WHERE
    i.moved_to IS NULL
    AND ($1::text IS NULL OR p.item = $1)
    AND ($2::text IS NULL OR p.creditor = $2)
    AND ($3::text IS NULL OR p.debtor = $3)
    AND ($4::text IS NULL OR p.state = $4)
    AND ($5::text IS NULL OR p.item > $5)
ORDER BY p.item
LIMIT $6
