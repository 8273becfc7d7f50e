-- $1: notes about debtors.
INSERT INTO notes (
    tenant, note, creditor, debtor, noted_by, noted_on, text, noted_at
)
SELECT
    tenant, note, creditor, debtor, noted_by, noted_on, text, noted_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, note text, creditor text, debtor text, noted_by text, noted_on date, text text,
    noted_at timestamptz
)
ON CONFLICT (tenant, note) DO UPDATE SET
    creditor = coalesce(excluded.creditor, notes.creditor),
    debtor = coalesce(excluded.debtor, notes.debtor),
    noted_by = coalesce(excluded.noted_by, notes.noted_by),
    noted_on = coalesce(excluded.noted_on, notes.noted_on),
    text = coalesce(excluded.text, notes.text),
    noted_at = coalesce(excluded.noted_at, notes.noted_at)
