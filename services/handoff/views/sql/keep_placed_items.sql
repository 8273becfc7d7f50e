-- $1: items of placements as the last of their events leaves them.
INSERT INTO placed_items (tenant, placement, item, said)
SELECT tenant, placement, item, said
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, placement text, item text, said jsonb)
ON CONFLICT (tenant, placement, item) DO UPDATE SET said = placed_items.said || excluded.said
