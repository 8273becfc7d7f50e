-- $1: how far each account is at rest, as its creditor's key knows it.
INSERT INTO account_cover (
    tenant, creditor, account, through_on, declared_by
)
SELECT
    tenant, creditor, account, through_on, declared_by
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, account text, through_on date, declared_by text
)
ON CONFLICT (tenant, creditor, account) DO UPDATE SET
    through_on = coalesce(excluded.through_on, account_cover.through_on),
    declared_by = coalesce(excluded.declared_by, account_cover.declared_by)
