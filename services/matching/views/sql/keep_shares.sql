-- $1: shares as their payments know them.
INSERT INTO shares (
    tenant, share, payment, debtor, item, number, currency, amount, evidence, rule, decided_by,
    sent_at, recalled, recalled_by, released, released_at
)
SELECT
    tenant, share, payment, debtor, item, number, currency, amount, evidence, rule, decided_by,
    sent_at, recalled, recalled_by, released, released_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, share text, payment text, debtor text, item text, number text, currency text,
    amount numeric, evidence text, rule text, decided_by text, sent_at timestamptz, recalled text,
    recalled_by text, released text, released_at timestamptz
)
ON CONFLICT (tenant, share) DO UPDATE SET
    payment = coalesce(excluded.payment, shares.payment),
    debtor = coalesce(excluded.debtor, shares.debtor),
    item = coalesce(excluded.item, shares.item),
    number = coalesce(excluded.number, shares.number),
    currency = coalesce(excluded.currency, shares.currency),
    amount = coalesce(excluded.amount, shares.amount),
    evidence = coalesce(excluded.evidence, shares.evidence),
    rule = coalesce(excluded.rule, shares.rule),
    decided_by = coalesce(excluded.decided_by, shares.decided_by),
    sent_at = coalesce(excluded.sent_at, shares.sent_at),
    recalled = coalesce(excluded.recalled, shares.recalled),
    recalled_by = coalesce(excluded.recalled_by, shares.recalled_by),
    released = coalesce(excluded.released, shares.released),
    released_at = coalesce(excluded.released_at, shares.released_at)
