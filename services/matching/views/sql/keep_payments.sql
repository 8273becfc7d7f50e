-- $1: bank entries with their last outcome.
INSERT INTO payments (
    tenant, payment, kind, creditor, account, statement, booked_on, currency, amount, facts,
    personal, received_at, outcome, outcome_at, outcome_facts, returned_by
)
SELECT
    tenant, payment, kind, creditor, account, statement, booked_on, currency, amount, facts,
    personal, received_at, outcome, outcome_at, outcome_facts, returned_by
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, payment text, kind text, creditor text, account text, statement text,
    booked_on date, currency text, amount numeric, facts jsonb, personal jsonb,
    received_at timestamptz,
    outcome text, outcome_at timestamptz, outcome_facts jsonb, returned_by text
)
ON CONFLICT (tenant, payment) DO UPDATE SET
    kind = coalesce(excluded.kind, payments.kind),
    creditor = coalesce(excluded.creditor, payments.creditor),
    account = coalesce(excluded.account, payments.account),
    statement = coalesce(excluded.statement, payments.statement),
    booked_on = coalesce(excluded.booked_on, payments.booked_on),
    currency = coalesce(excluded.currency, payments.currency),
    amount = coalesce(excluded.amount, payments.amount),
    facts = coalesce(excluded.facts, payments.facts),
    personal = coalesce(excluded.personal, payments.personal),
    received_at = coalesce(excluded.received_at, payments.received_at),
    outcome = coalesce(excluded.outcome, payments.outcome),
    outcome_at = coalesce(excluded.outcome_at, payments.outcome_at),
    outcome_facts = coalesce(excluded.outcome_facts, payments.outcome_facts),
    returned_by = coalesce(excluded.returned_by, payments.returned_by)
