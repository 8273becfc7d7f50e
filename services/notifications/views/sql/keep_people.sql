-- $1: people; what is null was not said.
INSERT INTO people (
    tenant, person, language, zone, digest, sees, is_here, personal, changed_at
)
SELECT tenant, person, language, zone, digest, sees, is_here, personal, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, person text, language text, zone text, digest boolean, sees text,
    is_here boolean, personal jsonb, changed_at timestamptz
)
ON CONFLICT (tenant, person) DO UPDATE SET
    language = coalesce(excluded.language, people.language),
    zone = coalesce(excluded.zone, people.zone),
    digest = coalesce(excluded.digest, people.digest),
    sees = coalesce(excluded.sees, people.sees),
    is_here = coalesce(excluded.is_here, people.is_here),
    personal = coalesce(excluded.personal, people.personal),
    changed_at = excluded.changed_at
