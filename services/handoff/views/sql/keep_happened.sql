-- $1: what happened to placements.
INSERT INTO happened (
    tenant, partition, event_offset, placement, agency, debtor, at, what, details, personal
)
SELECT tenant, partition, event_offset, placement, agency, debtor, at, what, details, personal
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, partition integer, event_offset bigint, placement text, agency text, debtor text,
    at timestamptz, what text, details jsonb, personal jsonb
)
ON CONFLICT (tenant, partition, event_offset) DO NOTHING
