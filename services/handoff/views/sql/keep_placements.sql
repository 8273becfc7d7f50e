-- $1: placements as the last of their events leaves them.
INSERT INTO placements (tenant, placement, agency, creditor, debtor, stage, said)
SELECT tenant, placement, coalesce(agency, ''), creditor, debtor, coalesce(stage, ''), said
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, placement text, agency text, creditor text, debtor text, stage text, said jsonb
)
ON CONFLICT (tenant, placement) DO UPDATE SET
    agency = coalesce(nullif(excluded.agency, ''), placements.agency),
    stage = coalesce(nullif(excluded.stage, ''), placements.stage),
    said = placements.said || excluded.said
