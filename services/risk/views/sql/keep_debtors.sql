-- $1: debtors as the last of their events leaves them.
INSERT INTO debtors (
    tenant, debtor, creditor, model, inputs_hash, late_percent, late_days, score_band, reasons,
    scored_on, band, band_cause, band_changed_on, is_watched, changed_at
)
SELECT
    tenant, debtor, creditor, model, inputs_hash, late_percent, late_days, score_band, reasons,
    scored_on, band, band_cause, band_changed_on, is_watched, changed_at
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, debtor text, creditor text, model text, inputs_hash text, late_percent integer,
    late_days integer, score_band text, reasons jsonb, scored_on date, band text, band_cause text,
    band_changed_on date, is_watched boolean, changed_at timestamptz
)
ON CONFLICT (tenant, debtor) DO UPDATE SET
    creditor = coalesce(excluded.creditor, debtors.creditor),
    model = coalesce(excluded.model, debtors.model),
    inputs_hash = coalesce(excluded.inputs_hash, debtors.inputs_hash),
    late_percent = coalesce(excluded.late_percent, debtors.late_percent),
    late_days = coalesce(excluded.late_days, debtors.late_days),
    score_band = coalesce(excluded.score_band, debtors.score_band),
    reasons = coalesce(excluded.reasons, debtors.reasons),
    scored_on = coalesce(excluded.scored_on, debtors.scored_on),
    band = coalesce(excluded.band, debtors.band),
    band_cause = coalesce(excluded.band_cause, debtors.band_cause),
    band_changed_on = coalesce(excluded.band_changed_on, debtors.band_changed_on),
    is_watched = coalesce(excluded.is_watched, debtors.is_watched),
    changed_at = coalesce(excluded.changed_at, debtors.changed_at)
