-- $1: statements being booked, and at rest.
INSERT INTO booked_statements (
    tenant, account, statement, creditor, state, through_on
)
SELECT
    tenant, account, statement, creditor, state, through_on
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, account text, statement text, creditor text, state text, through_on date
)
ON CONFLICT (tenant, account, statement) DO UPDATE SET
    creditor = coalesce(excluded.creditor, booked_statements.creditor),
    state = coalesce(excluded.state, booked_statements.state),
    through_on = coalesce(excluded.through_on, booked_statements.through_on)
