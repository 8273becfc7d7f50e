-- $1: cases as the last of their events leaves them.
INSERT INTO cases (
    tenant, "case", creditor, debtor, currency, policy, policy_version, state, gate, planned,
    opened_at, closed_at, changed_at
)
SELECT
    tenant, "case", creditor, debtor, currency, policy, policy_version, state, gate, planned,
    opened_at, closed_at, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, "case" text, creditor text, debtor text, currency text, policy text,
    policy_version integer, state text, gate jsonb, planned jsonb, opened_at timestamptz,
    closed_at timestamptz, changed_at timestamptz
)
ON CONFLICT (tenant, "case") DO UPDATE SET
    creditor = coalesce(excluded.creditor, cases.creditor),
    debtor = coalesce(excluded.debtor, cases.debtor),
    currency = coalesce(excluded.currency, cases.currency),
    policy = coalesce(excluded.policy, cases.policy),
    policy_version = coalesce(excluded.policy_version, cases.policy_version),
    state = coalesce(excluded.state, cases.state),
    gate = coalesce(excluded.gate, cases.gate),
    planned = coalesce(excluded.planned, cases.planned),
    opened_at = coalesce(excluded.opened_at, cases.opened_at),
    closed_at = coalesce(excluded.closed_at, cases.closed_at),
    changed_at = coalesce(excluded.changed_at, cases.changed_at)
