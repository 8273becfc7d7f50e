-- $1: messages as notifications says them.
INSERT INTO messages (
    tenant, message, demand, debtor, state, hold, language, template, withdraw_reason,
    fail_reason, reply, repeated, sent_at, bounce_status, changed_at
)
SELECT
    tenant, message, demand, debtor, state, hold, language, template, withdraw_reason,
    fail_reason, reply, repeated, sent_at, bounce_status, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, message text, demand text, debtor text, state text, hold jsonb, language text,
    template text, withdraw_reason text, fail_reason text, reply text, repeated boolean,
    sent_at text, bounce_status text, changed_at timestamptz
)
ON CONFLICT (tenant, message) DO UPDATE SET
    demand = coalesce(excluded.demand, messages.demand),
    debtor = coalesce(excluded.debtor, messages.debtor),
    state = coalesce(excluded.state, messages.state),
    hold = coalesce(excluded.hold, messages.hold),
    language = coalesce(excluded.language, messages.language),
    template = coalesce(excluded.template, messages.template),
    withdraw_reason = coalesce(excluded.withdraw_reason, messages.withdraw_reason),
    fail_reason = coalesce(excluded.fail_reason, messages.fail_reason),
    reply = coalesce(excluded.reply, messages.reply),
    repeated = coalesce(excluded.repeated, messages.repeated),
    sent_at = coalesce(excluded.sent_at, messages.sent_at),
    bounce_status = coalesce(excluded.bounce_status, messages.bounce_status),
    changed_at = coalesce(excluded.changed_at, messages.changed_at)
