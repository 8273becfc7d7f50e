-- $1: proposed placements.
INSERT INTO placements (
    tenant, placement, "case", creditor, debtor, items, currency, total, policy, policy_version,
    day_on, proposed_at
)
SELECT
    tenant, placement, "case", creditor, debtor, items, currency, total, policy, policy_version,
    day_on, proposed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, placement text, "case" text, creditor text, debtor text, items jsonb,
    currency text, total numeric, policy text, policy_version integer, day_on date,
    proposed_at timestamptz
)
ON CONFLICT (tenant, placement) DO UPDATE SET
    "case" = coalesce(excluded."case", placements."case"),
    creditor = coalesce(excluded.creditor, placements.creditor),
    debtor = coalesce(excluded.debtor, placements.debtor),
    items = coalesce(excluded.items, placements.items),
    currency = coalesce(excluded.currency, placements.currency),
    total = coalesce(excluded.total, placements.total),
    policy = coalesce(excluded.policy, placements.policy),
    policy_version = coalesce(excluded.policy_version, placements.policy_version),
    day_on = coalesce(excluded.day_on, placements.day_on),
    proposed_at = coalesce(excluded.proposed_at, placements.proposed_at)
