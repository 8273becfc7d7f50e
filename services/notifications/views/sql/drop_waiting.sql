-- $1: what waits no more.
DELETE FROM waiting AS w
USING jsonb_to_recordset($1::jsonb) AS gone (tenant text, debtor text, kind text, what text)
WHERE
    w.tenant = gone.tenant
    AND w.debtor = gone.debtor
    AND w.kind = gone.kind
    AND w.what = gone.what
