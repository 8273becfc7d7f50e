-- Retire the master key $1; nothing when a key is still wrapped by it.
INSERT INTO retired_masters (id)
SELECT $1
WHERE NOT EXISTS (SELECT FROM keys WHERE wrapped IS NOT NULL AND wrapped_by = $1)
ON CONFLICT (id) DO UPDATE SET retired_at = retired_masters.retired_at
RETURNING id
