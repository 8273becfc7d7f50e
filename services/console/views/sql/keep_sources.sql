-- $1: shares and credit notes with what of them lies on account.
INSERT INTO sources (tenant, source, debtor, creditor, currency, on_account, moved_to)
SELECT tenant, source, debtor, creditor, currency, on_account, moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, source text, debtor text, creditor text, currency text, on_account numeric,
    moved_to text
)
ON CONFLICT (tenant, source, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, sources.creditor),
    currency = coalesce(excluded.currency, sources.currency),
    on_account = coalesce(excluded.on_account, sources.on_account),
    moved_to = coalesce(excluded.moved_to, sources.moved_to)
