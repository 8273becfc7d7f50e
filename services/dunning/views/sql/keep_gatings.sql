-- $1: each time a gate held a due step.
INSERT INTO gatings (
    tenant, partition, event_offset, "case", creditor, debtor, gate, items, until_on, day_on, at
)
SELECT
    tenant, partition, event_offset, "case", creditor, debtor, gate, items, until_on, day_on, at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, partition integer, event_offset bigint, "case" text, creditor text, debtor text,
    gate text, items jsonb, until_on date, day_on date, at timestamptz
)
ON CONFLICT (tenant, partition, event_offset) DO NOTHING
