-- $1: demands as the last of their events leaves them.
INSERT INTO demands (
    tenant, demand, "case", creditor, debtor, items, currency, total, credit, net, step, tone,
    template, channel, policy, policy_version, day_on, zone, send_window, attempt, proposed_at,
    recall_gate, recall_items, recall_cause, recalled_at, outcome, outcome_reason, message,
    crossed, ended_at, stage, approvals_needed, approvals
)
SELECT
    tenant, demand, "case", creditor, debtor, items, currency, total, credit, net, step, tone,
    template, channel, policy, policy_version, day_on, zone, send_window, attempt, proposed_at,
    recall_gate, recall_items, recall_cause, recalled_at, outcome, outcome_reason, message,
    crossed, ended_at, stage, approvals_needed, approvals
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, demand text, "case" text, creditor text, debtor text, items jsonb,
    currency text, total numeric, credit numeric, net numeric, step text, tone text,
    template text, channel text, policy text, policy_version integer, day_on date, zone text,
    send_window jsonb, attempt integer, proposed_at timestamptz, recall_gate text,
    recall_items jsonb, recall_cause text, recalled_at timestamptz, outcome text,
    outcome_reason text, message text, crossed boolean, ended_at timestamptz, stage text,
    approvals_needed integer, approvals jsonb
)
ON CONFLICT (tenant, demand) DO UPDATE SET
    "case" = coalesce(excluded."case", demands."case"),
    creditor = coalesce(excluded.creditor, demands.creditor),
    debtor = coalesce(excluded.debtor, demands.debtor),
    items = coalesce(excluded.items, demands.items),
    currency = coalesce(excluded.currency, demands.currency),
    total = coalesce(excluded.total, demands.total),
    credit = coalesce(excluded.credit, demands.credit),
    net = coalesce(excluded.net, demands.net),
    step = coalesce(excluded.step, demands.step),
    tone = coalesce(excluded.tone, demands.tone),
    template = coalesce(excluded.template, demands.template),
    channel = coalesce(excluded.channel, demands.channel),
    policy = coalesce(excluded.policy, demands.policy),
    policy_version = coalesce(excluded.policy_version, demands.policy_version),
    day_on = coalesce(excluded.day_on, demands.day_on),
    zone = coalesce(excluded.zone, demands.zone),
    send_window = coalesce(excluded.send_window, demands.send_window),
    attempt = coalesce(excluded.attempt, demands.attempt),
    proposed_at = coalesce(excluded.proposed_at, demands.proposed_at),
    recall_gate = coalesce(excluded.recall_gate, demands.recall_gate),
    recall_items = coalesce(excluded.recall_items, demands.recall_items),
    recall_cause = coalesce(excluded.recall_cause, demands.recall_cause),
    recalled_at = coalesce(excluded.recalled_at, demands.recalled_at),
    outcome = coalesce(excluded.outcome, demands.outcome),
    outcome_reason = coalesce(excluded.outcome_reason, demands.outcome_reason),
    message = coalesce(excluded.message, demands.message),
    crossed = coalesce(excluded.crossed, demands.crossed),
    ended_at = coalesce(excluded.ended_at, demands.ended_at),
    stage = coalesce(excluded.stage, demands.stage),
    approvals_needed = coalesce(excluded.approvals_needed, demands.approvals_needed),
    approvals = coalesce(excluded.approvals, demands.approvals)
