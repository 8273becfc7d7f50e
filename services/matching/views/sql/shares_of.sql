-- $1 the payment: its shares as they were sent, with what lies at their debtors of them.
SELECT
    s.share, s.debtor, s.item, s.number, s.currency, s.amount, s.evidence, s.rule, s.decided_by,
    s.sent_at, s.recalled, s.recalled_by, s.released, s.released_at, b.on_account,
    b.state AS at_debtor
FROM shares AS s
LEFT JOIN sources AS b
    ON b.tenant = s.tenant AND b.source = s.share AND b.moved_to IS NULL
WHERE s.payment = $1
ORDER BY s.sent_at, s.share
