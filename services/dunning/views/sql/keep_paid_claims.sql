-- $1: the last time a debtor said that an item is paid.
INSERT INTO paid_claims (
    tenant, item, "case", creditor, debtor, until_on, noted_by, noted_at
)
SELECT
    tenant, item, "case", creditor, debtor, until_on, noted_by, noted_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, item text, "case" text, creditor text, debtor text, until_on date,
    noted_by text, noted_at timestamptz
)
ON CONFLICT (tenant, item, debtor) DO UPDATE SET
    "case" = coalesce(excluded."case", paid_claims."case"),
    creditor = coalesce(excluded.creditor, paid_claims.creditor),
    until_on = coalesce(excluded.until_on, paid_claims.until_on),
    noted_by = coalesce(excluded.noted_by, paid_claims.noted_by),
    noted_at = coalesce(excluded.noted_at, paid_claims.noted_at)
