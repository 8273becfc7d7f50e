-- $1: attempts to send a message.
INSERT INTO attempts (
    tenant, message, attempt, began_at, cut, started_at, outcome, reply, not_before, ended_at
)
SELECT
    tenant, message, attempt, began_at, cut, started_at, outcome, reply, not_before, ended_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, message text, attempt integer, began_at text, cut jsonb, started_at timestamptz,
    outcome text, reply text, not_before text, ended_at timestamptz
)
ON CONFLICT (tenant, message, attempt) DO UPDATE SET
    began_at = coalesce(excluded.began_at, attempts.began_at),
    cut = coalesce(excluded.cut, attempts.cut),
    started_at = coalesce(excluded.started_at, attempts.started_at),
    outcome = coalesce(excluded.outcome, attempts.outcome),
    reply = coalesce(excluded.reply, attempts.reply),
    not_before = coalesce(excluded.not_before, attempts.not_before),
    ended_at = coalesce(excluded.ended_at, attempts.ended_at)
