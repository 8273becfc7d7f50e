-- $1: remittances, as agencies report them and as the ledger settles them; whichever is first.
INSERT INTO remittances (tenant, remittance, agency, said, settled)
SELECT tenant, remittance, agency, coalesce(said, '{}'), settled
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, remittance text, agency text, said jsonb, settled jsonb
)
ON CONFLICT (tenant, remittance) DO UPDATE SET
    said = remittances.said || excluded.said,
    settled = coalesce(excluded.settled, remittances.settled)
