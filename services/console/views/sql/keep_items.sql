-- $1: items as the last of their events leaves them; the sums of their days follow.
WITH new AS (
    SELECT *
    FROM jsonb_to_recordset($1::jsonb) AS said (
        tenant text, item text, creditor text, debtor text, currency text, amount numeric,
        open numeric, issued_on date, due_on date, cancelled boolean
    )
),
before AS (
    SELECT i.tenant, i.currency, i.amount, i.open, i.issued_on, i.due_on, i.cancelled
    FROM items AS i
    INNER JOIN new ON new.tenant = i.tenant AND new.item = i.item
),
kept AS (
    INSERT INTO items (
        tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled
    )
    SELECT tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled
    FROM new
    ON CONFLICT (tenant, item) DO UPDATE SET
        creditor = coalesce(excluded.creditor, items.creditor),
        debtor = coalesce(excluded.debtor, items.debtor),
        currency = coalesce(excluded.currency, items.currency),
        amount = coalesce(excluded.amount, items.amount),
        open = coalesce(excluded.open, items.open),
        issued_on = coalesce(excluded.issued_on, items.issued_on),
        due_on = coalesce(excluded.due_on, items.due_on),
        cancelled = coalesce(excluded.cancelled, items.cancelled)
    RETURNING tenant, currency, amount, open, issued_on, due_on, cancelled
),
sides AS (
    SELECT kept.*, 1 AS sign
    FROM kept
    UNION ALL
    SELECT before.*, -1
    FROM before
),
issued AS (
    INSERT INTO issued_sums (tenant, currency, issued_on, invoiced, items_count)
    SELECT tenant, currency, issued_on, sum(sign * amount), sum(sign)
    FROM sides
    WHERE currency IS NOT NULL AND issued_on IS NOT NULL AND cancelled IS NOT TRUE
    GROUP BY tenant, currency, issued_on
    ON CONFLICT (tenant, currency, issued_on) DO UPDATE SET
        invoiced = issued_sums.invoiced + excluded.invoiced,
        items_count = issued_sums.items_count + excluded.items_count
)
INSERT INTO due_sums (tenant, currency, due_on, open, items_count)
SELECT tenant, currency, due_on, sum(sign * open), sum(sign)
FROM sides
WHERE currency IS NOT NULL AND due_on IS NOT NULL AND open > 0
GROUP BY tenant, currency, due_on
ON CONFLICT (tenant, currency, due_on) DO UPDATE SET
    open = due_sums.open + excluded.open,
    items_count = due_sums.items_count + excluded.items_count
