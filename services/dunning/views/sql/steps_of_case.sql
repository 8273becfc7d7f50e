-- $1 the case: the steps that its items have had, in order.
SELECT item, step, state, taken_on, way, taken_by, undone_reason, at
FROM item_steps
WHERE "case" = $1
ORDER BY at, item, step
