-- $1: mails to people; what is null was not said.
INSERT INTO internals (
    tenant, message, person, kind, day_on, status, reason, reply, noted_at, sent_at
)
SELECT tenant, message, person, kind, day_on, status, reason, reply, noted_at, sent_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, message text, person text, kind text, day_on date, status text, reason text,
    reply text, noted_at timestamptz, sent_at text
)
ON CONFLICT (tenant, message) DO UPDATE SET
    person = coalesce(excluded.person, internals.person),
    kind = coalesce(excluded.kind, internals.kind),
    day_on = coalesce(excluded.day_on, internals.day_on),
    status = coalesce(excluded.status, internals.status),
    reason = coalesce(excluded.reason, internals.reason),
    reply = coalesce(excluded.reply, internals.reply),
    noted_at = coalesce(excluded.noted_at, internals.noted_at),
    sent_at = coalesce(excluded.sent_at, internals.sent_at)
