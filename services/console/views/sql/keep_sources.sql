-- $1: shares and credit notes with what of them lies on account.
INSERT INTO sources (tenant, source, creditor, currency, on_account)
SELECT tenant, source, creditor, currency, on_account
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, source text, creditor text, currency text, on_account numeric
)
ON CONFLICT (tenant, source) DO UPDATE SET
    creditor = coalesce(excluded.creditor, sources.creditor),
    currency = coalesce(excluded.currency, sources.currency),
    on_account = coalesce(excluded.on_account, sources.on_account)
