-- $1: payments, and whether a rule or a person said what they are for.
INSERT INTO payments (tenant, payment, creditor, kind, by_rule, by_person)
SELECT tenant, payment, creditor, kind, by_rule, by_person
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, payment text, creditor text, kind text, by_rule boolean, by_person boolean
)
ON CONFLICT (tenant, payment) DO UPDATE SET
    creditor = coalesce(excluded.creditor, payments.creditor),
    kind = coalesce(excluded.kind, payments.kind),
    by_rule = coalesce(excluded.by_rule, payments.by_rule),
    by_person = coalesce(excluded.by_person, payments.by_person)
