-- $1: which debtor was merged into which.
UPDATE debtors
SET merged_into = new.into_debtor
FROM jsonb_to_recordset($1::jsonb) AS new (tenant text, debtor text, into_debtor text)
WHERE debtors.tenant = new.tenant AND debtors.debtor = new.debtor
