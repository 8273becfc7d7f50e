-- The keys of ($1[i], $2[i]) as the master key $4 wraps them, $3[i].
UPDATE keys
SET wrapped = new.wrapped, wrapped_by = $4
FROM unnest($1::text[], $2::text[], $3::bytea[]) AS new (tenant, subject, wrapped)
WHERE keys.tenant = new.tenant AND keys.subject = new.subject AND keys.wrapped IS NOT NULL
