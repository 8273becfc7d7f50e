-- $1: debtors' master data as they are now; found_by and registered_at only where they begin.
INSERT INTO debtors (
    tenant, debtor, creditor, found_by, customer_number, kind, country, language, name, personal,
    revision, registered_at, changed_at
)
SELECT
    tenant, debtor, creditor, found_by, customer_number, kind, country, language, name, personal,
    revision, registered_at, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, found_by text, customer_number text, kind text,
    country text, language text, name text, personal jsonb, revision integer,
    registered_at timestamptz, changed_at timestamptz
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    found_by = coalesce(excluded.found_by, debtors.found_by),
    registered_at = coalesce(excluded.registered_at, debtors.registered_at),
    customer_number = excluded.customer_number,
    kind = excluded.kind,
    country = excluded.country,
    language = excluded.language,
    name = excluded.name,
    personal = excluded.personal,
    revision = excluded.revision,
    changed_at = excluded.changed_at
