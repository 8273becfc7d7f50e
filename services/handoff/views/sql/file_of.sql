-- $1 debtor.
SELECT service, at, debtor, what, details, personal FROM files
WHERE debtor = $1
ORDER BY at, service, partition, event_offset
