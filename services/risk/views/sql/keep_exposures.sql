-- $1: what is owed in a currency, as it was said last.
INSERT INTO exposures (
    tenant, debtor, currency, creditor, not_due, overdue, disputed, as_of_on
)
SELECT
    tenant, debtor, currency, creditor, not_due, overdue, disputed, as_of_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, currency text, creditor text, not_due numeric, overdue numeric,
    disputed numeric, as_of_on date
)
ON CONFLICT (tenant, debtor, currency) DO UPDATE SET
    creditor = coalesce(excluded.creditor, exposures.creditor),
    not_due = coalesce(excluded.not_due, exposures.not_due),
    overdue = coalesce(excluded.overdue, exposures.overdue),
    disputed = coalesce(excluded.disputed, exposures.disputed),
    as_of_on = coalesce(excluded.as_of_on, exposures.as_of_on)
