-- $1: how many objects each list of keys took with it.
INSERT INTO erased_objects (tenant, debtor, asking, part, objects_count)
SELECT tenant, debtor, asking, part, objects_count
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, asking integer, part integer, objects_count integer
)
ON CONFLICT (tenant, debtor, asking, part) DO NOTHING
