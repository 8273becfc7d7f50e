-- How many placements are at each stage, and what they were offered for, by currency; of those that
-- were not offered yet no amount is known.
SELECT
    stage,
    count(*) AS cases,
    coalesce(split_part(said ->> 'total', ' ', 2), '') AS currency,
    coalesce(sum(split_part(said ->> 'total', ' ', 1)::numeric), 0)::text AS total
FROM placements
GROUP BY stage, coalesce(split_part(said ->> 'total', ' ', 2), '')
ORDER BY stage, currency
