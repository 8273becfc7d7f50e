-- $1: whom mails about assignments name, and whom no more.
INSERT INTO named (tenant, message, debtor, is_named)
SELECT tenant, message, debtor, is_named
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, message text, debtor text, is_named boolean
)
ON CONFLICT (tenant, message, debtor) DO UPDATE SET is_named = excluded.is_named
