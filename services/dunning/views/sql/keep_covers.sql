-- $1: through which day a ledger is known.
INSERT INTO covers (
    tenant, creditor, through_on
)
SELECT
    tenant, creditor, through_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, through_on date
)
ON CONFLICT (tenant, creditor) DO UPDATE SET
    through_on = coalesce(excluded.through_on, covers.through_on)
