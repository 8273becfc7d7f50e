-- $1: steps that items have had.
INSERT INTO item_steps (
    tenant, item, step, "case", debtor, state, taken_on, way, taken_by, undone_reason, at
)
SELECT
    tenant, item, step, "case", debtor, state, taken_on, way, taken_by, undone_reason, at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, step text, "case" text, debtor text, state text, taken_on date,
    way text, taken_by text, undone_reason text, at timestamptz
)
ON CONFLICT (tenant, item, step, debtor) DO UPDATE SET
    "case" = coalesce(excluded."case", item_steps."case"),
    state = coalesce(excluded.state, item_steps.state),
    taken_on = coalesce(excluded.taken_on, item_steps.taken_on),
    way = coalesce(excluded.way, item_steps.way),
    taken_by = coalesce(excluded.taken_by, item_steps.taken_by),
    undone_reason = coalesce(excluded.undone_reason, item_steps.undone_reason),
    at = coalesce(excluded.at, item_steps.at)
