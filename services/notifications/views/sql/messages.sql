-- $1 message, $2 debtor, $3 demand, $4 status (each may be null), $5 the last id seen or null,
-- $6 how many, $7 whether the newest come first.
SELECT
    message, demand, case_id, creditor, debtor, status, channel, tone, template,
    template_version, language, currency, total, credit, net, day_on, zone, composed, personal,
    content, sent_content, message_id, held_cause, held_service, reason, gate, cause, reply,
    attempts_count, repeated, not_before, bounce_status, bounce_permanent, noted_at, composed_at,
    sent_at, changed_at
FROM messages AS m
WHERE
    ($1::text IS NULL OR message = $1)
    AND ($2::text IS NULL OR debtor = $2)
    AND ($3::text IS NULL OR demand = $3)
    AND ($4::text IS NULL OR status = $4)
    AND (
        $5::text IS NULL
        OR CASE
            WHEN $7::boolean THEN (noted_at, message)
                < (SELECT s.noted_at, s.message FROM messages AS s WHERE s.message = $5)
            ELSE (noted_at, message)
                > (SELECT s.noted_at, s.message FROM messages AS s WHERE s.message = $5)
        END
    )
ORDER BY
    CASE WHEN $7::boolean THEN NULL ELSE noted_at END,
    CASE WHEN $7::boolean THEN NULL ELSE message END,
    noted_at DESC,
    message DESC
LIMIT $6
