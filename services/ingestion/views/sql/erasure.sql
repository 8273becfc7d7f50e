-- The last erasure that was asked for of the debtor $1, with what it took.
SELECT
    e.debtor, e.asking, e.state, e.asked_by, e.cause, e.about, e.number, e.until_on, e.law,
    e.asked_at, e.changed_at,
    (
        SELECT count(*) FROM erased_keys k WHERE k.debtor = e.debtor AND k.asking = e.asking
    )::integer AS keys_count,
    (
        SELECT coalesce(sum(o.objects_count), 0)
        FROM erased_objects o
        WHERE o.debtor = e.debtor AND o.asking = e.asking
    )::integer AS objects_count
FROM erasures e
WHERE e.debtor = $1
ORDER BY e.asking DESC
LIMIT 1
