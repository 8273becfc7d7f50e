-- $1 debtor: of it, and of whoever was merged into it.
WITH RECURSIVE theirs AS (
    SELECT $1::text AS debtor
    UNION
    SELECT merged.debtor
    FROM files AS merged
    INNER JOIN theirs AS into_one ON merged.details ->> 'into' = into_one.debtor
    WHERE merged.what = 'debtor_merged'
)

SELECT service, at, debtor, what, details, personal
FROM files
WHERE debtor IN (SELECT theirs.debtor FROM theirs)
ORDER BY at, service, partition, event_offset
