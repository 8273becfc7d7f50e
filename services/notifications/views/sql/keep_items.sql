-- $1: items at their debtors, each with whether nothing is open of it there.
INSERT INTO items (tenant, debtor, item, is_closed)
SELECT tenant, debtor, item, is_closed
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, item text, is_closed boolean
)
ON CONFLICT (tenant, debtor, item) DO UPDATE SET is_closed = excluded.is_closed
