-- The generation that is filled beside the one that is read; $1 name. Who fills it drops it.
UPDATE relance_views.generations AS beside
SET cancelled = true
FROM relance_views.generations AS read
WHERE beside.name = $1
  AND NOT beside.active
  AND NOT beside.cancelled
  AND read.name = beside.name
  AND read.active
  AND read.version = beside.version
  AND read.generation < beside.generation
RETURNING
    beside.version, beside.generation AS number, beside.active, beside.cancelled, beside.begun_at
