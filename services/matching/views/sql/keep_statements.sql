-- $1: statements as the last of their events leaves them.
INSERT INTO statements (
    tenant, statement, account, creditor, content, bank_id, sequence, from_on, to_on, currency,
    opening, closing, entries_count, new_count, place, state, reason, expected, decided_by, told_at,
    rested_at
)
SELECT
    tenant, statement, account, creditor, content, bank_id, sequence, from_on, to_on, currency,
    opening, closing, entries_count, new_count, place, state, reason, expected, decided_by, told_at,
    rested_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, statement text, account text, creditor text, content text, bank_id text,
    sequence integer, from_on date, to_on date, currency text, opening numeric, closing numeric,
    entries_count integer, new_count integer, place text, state text, reason text, expected numeric,
    decided_by text, told_at timestamptz, rested_at timestamptz
)
ON CONFLICT (tenant, statement) DO UPDATE SET
    account = coalesce(excluded.account, statements.account),
    creditor = coalesce(excluded.creditor, statements.creditor),
    content = coalesce(excluded.content, statements.content),
    bank_id = coalesce(excluded.bank_id, statements.bank_id),
    sequence = coalesce(excluded.sequence, statements.sequence),
    from_on = coalesce(excluded.from_on, statements.from_on),
    to_on = coalesce(excluded.to_on, statements.to_on),
    currency = coalesce(excluded.currency, statements.currency),
    opening = coalesce(excluded.opening, statements.opening),
    closing = coalesce(excluded.closing, statements.closing),
    entries_count = coalesce(excluded.entries_count, statements.entries_count),
    new_count = coalesce(excluded.new_count, statements.new_count),
    place = coalesce(excluded.place, statements.place),
    state = CASE
        WHEN excluded.state = 'repeated' AND statements.state = 'accepted' THEN 'accepted'
        ELSE coalesce(excluded.state, statements.state)
    END,
    reason = coalesce(excluded.reason, statements.reason),
    expected = coalesce(excluded.expected, statements.expected),
    decided_by = coalesce(excluded.decided_by, statements.decided_by),
    told_at = coalesce(excluded.told_at, statements.told_at),
    rested_at = coalesce(excluded.rested_at, statements.rested_at)
