-- Master keys that make no keys any more.
SELECT id FROM retired_masters ORDER BY id
