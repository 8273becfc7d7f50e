-- $1 demand, $2 creditor, $3 debtor, $4 case, $5 status, $6 day, $7 gate that recalled it (each may
-- be null), $8 the last id seen or null, $9 how many, $10 whether the newest come first.
SELECT *
FROM (
    SELECT
        e.demand, e."case", e.creditor, k.name AS creditor_name, e.debtor, d.name AS debtor_name,
        d.customer_number, e.items, e.currency, e.total, e.credit, e.net, e.step, e.tone,
        e.template, e.channel, e.policy, e.policy_version, e.day_on, e.zone, e.send_window,
        e.attempt, e.proposed_at, e.recall_gate, e.recall_items, e.recall_cause, e.recalled_at,
        e.outcome, e.outcome_reason, coalesce(e.crossed, false) AS crossed, e.ended_at,
        coalesce(e.message, m.message) AS message, m.state AS message_state,
        nullif(m.hold, '{}') AS hold, coalesce(m.repeated, false) AS repeated, m.language,
        m.fail_reason, m.withdraw_reason, m.reply, m.bounce_status, m.sent_at,
        coalesce(e.approvals_needed, 0) AS approvals_needed,
        coalesce(e.approvals, '[]') AS approvals,
        CASE
            WHEN e.outcome IS NOT NULL THEN e.outcome
            WHEN e.stage = 'draft' THEN 'to_approve'
            WHEN e.recalled_at IS NOT NULL THEN 'recalled'
            WHEN m.state = 'uncertain' THEN 'uncertain'
            WHEN m.hold <> '{}' THEN 'held'
            ELSE 'proposed'
        END AS status
    FROM demands AS e
    LEFT JOIN creditors AS k ON k.tenant = e.tenant AND k.creditor = e.creditor
    LEFT JOIN debtors AS d ON d.tenant = e.tenant AND d.debtor = e.debtor
    LEFT JOIN LATERAL (
        SELECT *
        FROM messages
        WHERE tenant = e.tenant AND demand = e.demand
        ORDER BY changed_at DESC
        LIMIT 1
    ) AS m ON true
    WHERE
        ($1::text IS NULL OR e.demand = $1)
        AND ($2::text IS NULL OR e.creditor = $2)
        AND ($3::text IS NULL OR e.debtor = $3)
        AND ($4::text IS NULL OR e."case" = $4)
        AND ($6::date IS NULL OR e.day_on = $6)
        AND ($7::text IS NULL OR e.recall_gate = $7)
        AND (
            $8::text IS NULL
            OR CASE
                WHEN $10::boolean THEN (e.day_on, e.proposed_at, e.demand) < (
                    SELECT o.day_on, o.proposed_at, o.demand
                    FROM demands AS o
                    WHERE o.demand = $8
                )
                ELSE (e.day_on, e.proposed_at, e.demand) > (
                    SELECT o.day_on, o.proposed_at, o.demand
                    FROM demands AS o
                    WHERE o.demand = $8
                )
            END
        )
) AS shown
WHERE $5::text IS NULL OR status = $5
ORDER BY
    CASE WHEN $10::boolean THEN NULL ELSE day_on END,
    CASE WHEN $10::boolean THEN NULL ELSE proposed_at END,
    CASE WHEN $10::boolean THEN NULL ELSE demand END,
    day_on DESC,
    proposed_at DESC,
    demand DESC
LIMIT $9
