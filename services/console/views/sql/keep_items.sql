-- $1: items as the last of their events leaves them; the sums of their days follow.
WITH new AS (
    SELECT *
    FROM jsonb_to_recordset($1::jsonb) AS said (
        tenant text, item text, creditor text, debtor text, currency text, amount numeric,
        open numeric, issued_on date, due_on date, cancelled boolean, moved_to text
    )
),
before AS (
    SELECT i.tenant, i.currency, i.amount, i.open, i.issued_on, i.due_on, i.cancelled, i.moved_to
    FROM items AS i
    INNER JOIN new ON new.tenant = i.tenant AND new.item = i.item AND new.debtor = i.debtor
),
kept AS (
    INSERT INTO items (
        tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled,
        moved_to
    )
    SELECT
        tenant, item, creditor, debtor, currency, amount, open, issued_on, due_on, cancelled,
        moved_to
    FROM new
    ON CONFLICT (tenant, item, debtor) DO UPDATE SET
        creditor = coalesce(excluded.creditor, items.creditor),
        currency = coalesce(excluded.currency, items.currency),
        amount = coalesce(excluded.amount, items.amount),
        open = coalesce(excluded.open, items.open),
        issued_on = coalesce(excluded.issued_on, items.issued_on),
        due_on = coalesce(excluded.due_on, items.due_on),
        cancelled = coalesce(excluded.cancelled, items.cancelled),
        moved_to = coalesce(excluded.moved_to, items.moved_to)
    RETURNING tenant, currency, amount, open, issued_on, due_on, cancelled, moved_to
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
    WHERE
        currency IS NOT NULL AND issued_on IS NOT NULL AND cancelled IS NOT TRUE
        AND moved_to IS NULL
    GROUP BY tenant, currency, issued_on
    ON CONFLICT (tenant, currency, issued_on) DO UPDATE SET
        invoiced = issued_sums.invoiced + excluded.invoiced,
        items_count = issued_sums.items_count + excluded.items_count
)
INSERT INTO due_sums (tenant, currency, due_on, open, items_count)
SELECT tenant, currency, due_on, sum(sign * open), sum(sign)
FROM sides
WHERE currency IS NOT NULL AND due_on IS NOT NULL AND open > 0 AND moved_to IS NULL
GROUP BY tenant, currency, due_on
ON CONFLICT (tenant, currency, due_on) DO UPDATE SET
    open = due_sums.open + excluded.open,
    items_count = due_sums.items_count + excluded.items_count
