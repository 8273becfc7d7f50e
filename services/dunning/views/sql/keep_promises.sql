-- $1: promises as the last of their events leaves them.
INSERT INTO promises (
    tenant, promise, "case", creditor, debtor, items, currency, amount, paid, missing, pay_by_on,
    judged_from_on, judged_on, made_on, noted_by, state, end_reason, ended_by, changed_at,
    moved_to
)
SELECT
    tenant, promise, "case", creditor, debtor, items, currency, amount, paid, missing, pay_by_on,
    judged_from_on, judged_on, made_on, noted_by, state, end_reason, ended_by, changed_at,
    moved_to
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, promise text, "case" text, creditor text, debtor text, items jsonb,
    currency text, amount numeric, paid numeric, missing numeric, pay_by_on date,
    judged_from_on date, judged_on date, made_on date, noted_by text, state text,
    end_reason text, ended_by text, changed_at timestamptz, moved_to text
)
ON CONFLICT (tenant, promise, debtor) DO UPDATE SET
    "case" = coalesce(excluded."case", promises."case"),
    creditor = coalesce(excluded.creditor, promises.creditor),
    items = coalesce(excluded.items, promises.items),
    currency = coalesce(excluded.currency, promises.currency),
    amount = coalesce(excluded.amount, promises.amount),
    paid = coalesce(excluded.paid, promises.paid),
    missing = coalesce(excluded.missing, promises.missing),
    pay_by_on = coalesce(excluded.pay_by_on, promises.pay_by_on),
    judged_from_on = coalesce(excluded.judged_from_on, promises.judged_from_on),
    judged_on = coalesce(excluded.judged_on, promises.judged_on),
    made_on = coalesce(excluded.made_on, promises.made_on),
    noted_by = coalesce(excluded.noted_by, promises.noted_by),
    state = coalesce(excluded.state, promises.state),
    end_reason = coalesce(excluded.end_reason, promises.end_reason),
    ended_by = coalesce(excluded.ended_by, promises.ended_by),
    changed_at = coalesce(excluded.changed_at, promises.changed_at),
    moved_to = coalesce(excluded.moved_to, promises.moved_to)
