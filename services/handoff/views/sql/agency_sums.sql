-- By agency and currency: what it recovered, what of it its contract lets it keep, what it reported
-- to have transferred, and what it still has: recovered, and not in a transfer that has come.
SELECT
    r.agency,
    split_part(r.said ->> 'gross', ' ', 2) AS currency,
    count(*) AS recoveries,
    sum(split_part(r.said ->> 'gross', ' ', 1)::numeric)::text AS recovered,
    sum(split_part(r.said ->> 'fee', ' ', 1)::numeric)::text AS fees,
    coalesce(
        sum(split_part(r.said ->> 'gross', ' ', 1)::numeric)
            FILTER (WHERE r.said ? 'remittance'),
        0
    )::text AS reported,
    coalesce(
        sum(split_part(r.said ->> 'gross', ' ', 1)::numeric)
            FILTER (WHERE coalesce(m.settled, '{}') = '{}'),
        0
    )::text AS clearing
FROM recoveries AS r
LEFT JOIN remittances AS m
    ON m.tenant = r.tenant AND m.remittance = r.said ->> 'remittance'
WHERE r.said ? 'gross'
GROUP BY r.agency, split_part(r.said ->> 'gross', ' ', 2)
ORDER BY r.agency, currency
