-- $1: attempts as the last of their events leaves them.
INSERT INTO attempts (
    tenant, message, attempt, began_at, started_at, cut, content, outcome, reason, reply,
    not_before, ended_at
)
SELECT
    tenant, message, attempt, began_at, started_at, cut, content, outcome, reason, reply,
    not_before, ended_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, message text, attempt integer, began_at text, started_at timestamptz, cut jsonb,
    content text, outcome text, reason text, reply text, not_before text, ended_at timestamptz
)
ON CONFLICT (tenant, message, attempt) DO UPDATE SET
    began_at = coalesce(excluded.began_at, attempts.began_at),
    started_at = coalesce(excluded.started_at, attempts.started_at),
    cut = coalesce(excluded.cut, attempts.cut),
    content = coalesce(excluded.content, attempts.content),
    outcome = coalesce(excluded.outcome, attempts.outcome),
    reason = coalesce(excluded.reason, attempts.reason),
    reply = coalesce(excluded.reply, attempts.reply),
    not_before = coalesce(excluded.not_before, attempts.not_before),
    ended_at = coalesce(excluded.ended_at, attempts.ended_at)
