-- $1: invoices that were cancelled.
UPDATE documents
SET cancelled_at = new.cancelled_at, cancelled_by = new.cancelled_by, cancel_reason = new.reason
FROM jsonb_to_recordset($1::jsonb) AS new (
    tenant text, document text, cancelled_at timestamptz, cancelled_by text, reason text
)
WHERE documents.tenant = new.tenant AND documents.document = new.document
