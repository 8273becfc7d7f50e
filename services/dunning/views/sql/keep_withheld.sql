-- $1: the last time a person took an item out of what leaves.
INSERT INTO withheld (
    tenant, item, "case", creditor, debtor, demand, for_good, until_on, withheld_on, withheld_by,
    text, state, released_by, changed_at
)
SELECT
    tenant, item, "case", creditor, debtor, demand, for_good, until_on, withheld_on, withheld_by,
    text, state, released_by, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, "case" text, creditor text, debtor text, demand text,
    for_good boolean, until_on date, withheld_on date, withheld_by text, text text, state text,
    released_by text, changed_at timestamptz
)
ON CONFLICT (tenant, item, debtor) DO UPDATE SET
    "case" = coalesce(excluded."case", withheld."case"),
    creditor = coalesce(excluded.creditor, withheld.creditor),
    demand = coalesce(excluded.demand, withheld.demand),
    for_good = coalesce(excluded.for_good, withheld.for_good),
    until_on = coalesce(excluded.until_on, withheld.until_on),
    withheld_on = coalesce(excluded.withheld_on, withheld.withheld_on),
    withheld_by = coalesce(excluded.withheld_by, withheld.withheld_by),
    text = coalesce(excluded.text, withheld.text),
    state = coalesce(excluded.state, withheld.state),
    released_by = coalesce(excluded.released_by, withheld.released_by),
    changed_at = coalesce(excluded.changed_at, withheld.changed_at)
