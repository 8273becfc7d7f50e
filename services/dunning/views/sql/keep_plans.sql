-- $1: plans as the last of their events leaves them.
INSERT INTO plans (
    tenant, plan, "case", creditor, debtor, items, instalments, currency, total, state,
    kept_count, paid, missing, proposed_on, proposed_by, agreed_on, noted_by, judged_on,
    end_reason, ended_by, changed_at
)
SELECT
    tenant, plan, "case", creditor, debtor, items, instalments, currency, total, state,
    kept_count, paid, missing, proposed_on, proposed_by, agreed_on, noted_by, judged_on,
    end_reason, ended_by, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, plan text, "case" text, creditor text, debtor text, items jsonb, instalments
    jsonb, currency text, total numeric, state text, kept_count integer, paid numeric, missing
    numeric, proposed_on date, proposed_by text, agreed_on date, noted_by text, judged_on date,
    end_reason text, ended_by text, changed_at timestamptz
)
ON CONFLICT (tenant, plan) DO UPDATE SET
    "case" = coalesce(excluded."case", plans."case"),
    creditor = coalesce(excluded.creditor, plans.creditor),
    debtor = coalesce(excluded.debtor, plans.debtor),
    items = coalesce(excluded.items, plans.items),
    instalments = coalesce(excluded.instalments, plans.instalments),
    currency = coalesce(excluded.currency, plans.currency),
    total = coalesce(excluded.total, plans.total),
    state = coalesce(excluded.state, plans.state),
    kept_count = coalesce(excluded.kept_count, plans.kept_count),
    paid = coalesce(excluded.paid, plans.paid),
    missing = coalesce(excluded.missing, plans.missing),
    proposed_on = coalesce(excluded.proposed_on, plans.proposed_on),
    proposed_by = coalesce(excluded.proposed_by, plans.proposed_by),
    agreed_on = coalesce(excluded.agreed_on, plans.agreed_on),
    noted_by = coalesce(excluded.noted_by, plans.noted_by),
    judged_on = coalesce(excluded.judged_on, plans.judged_on),
    end_reason = coalesce(excluded.end_reason, plans.end_reason),
    ended_by = coalesce(excluded.ended_by, plans.ended_by),
    changed_at = coalesce(excluded.changed_at, plans.changed_at)
