-- Every key and tombstone, wrapped as it lies there.
SELECT to_jsonb(keys)::text AS row FROM keys ORDER BY tenant, subject
