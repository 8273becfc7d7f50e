-- $1: what lies on account.
INSERT INTO credits (
    tenant, debtor, source, "case", creditor, currency, on_account
)
SELECT
    tenant, debtor, source, "case", creditor, currency, on_account
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, source text, "case" text, creditor text, currency text,
    on_account numeric
)
ON CONFLICT (tenant, debtor, source) DO UPDATE SET
    "case" = coalesce(excluded."case", credits."case"),
    creditor = coalesce(excluded.creditor, credits.creditor),
    currency = coalesce(excluded.currency, credits.currency),
    on_account = coalesce(excluded.on_account, credits.on_account)
