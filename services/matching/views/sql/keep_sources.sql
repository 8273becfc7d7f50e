-- $1: shares and credit notes at their debtors, as the last of their events leaves them.
INSERT INTO sources (
    tenant, source, kind, payment, creditor, debtor, item, number, currency, amount, on_account,
    state, booked_at, moved_to
)
SELECT
    tenant, source, kind, payment, creditor, debtor, item, number, currency, amount, on_account,
    state, booked_at, moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, source text, kind text, payment text, creditor text, debtor text, item text,
    number text, currency text, amount numeric, on_account numeric, state text,
    booked_at timestamptz, moved_to text
)
ON CONFLICT (tenant, source, debtor) DO UPDATE SET
    kind = coalesce(excluded.kind, sources.kind),
    payment = coalesce(excluded.payment, sources.payment),
    creditor = coalesce(excluded.creditor, sources.creditor),
    item = coalesce(excluded.item, sources.item),
    number = coalesce(excluded.number, sources.number),
    currency = coalesce(excluded.currency, sources.currency),
    amount = coalesce(excluded.amount, sources.amount),
    on_account = coalesce(excluded.on_account, sources.on_account),
    state = coalesce(excluded.state, sources.state),
    booked_at = coalesce(excluded.booked_at, sources.booked_at),
    moved_to = coalesce(excluded.moved_to, sources.moved_to)
