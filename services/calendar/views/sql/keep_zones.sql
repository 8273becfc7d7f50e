-- $1: in which zone each creditor's days begin.
INSERT INTO zones (tenant, creditor, zone, revision)
SELECT tenant, creditor, zone, revision
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, creditor text, zone text, revision integer
)
ON CONFLICT (tenant, creditor) DO UPDATE SET
    zone = excluded.zone,
    revision = excluded.revision
WHERE zones.revision < excluded.revision
