-- How many placements are at each stage, and what they were proposed or offered for, by currency; of
-- what a person asked for by himself no amount is known before it is offered.
SELECT
    stage,
    count(*) AS cases,
    coalesce(split_part(said ->> 'total', ' ', 2), '') AS currency,
    coalesce(sum(split_part(said ->> 'total', ' ', 1)::numeric), 0)::text AS total
FROM placements
GROUP BY stage, coalesce(split_part(said ->> 'total', ' ', 2), '')
ORDER BY stage, currency
