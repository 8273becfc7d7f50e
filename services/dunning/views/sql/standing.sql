-- $1 creditor: how far its ledger is known, and what of it is still being booked or missing.
SELECT
    (SELECT through_on FROM covers WHERE creditor = $1) AS through_on,
    (
        SELECT count(*) FROM booked_statements WHERE creditor = $1 AND state = 'opened'
    ) AS booking_count,
    (
        SELECT count(*) FROM accounts WHERE creditor = $1 AND state = 'interrupted'
    ) AS interrupted_count,
    (SELECT count(*) FROM imports WHERE creditor = $1 AND state = 'started') AS imports_count,
    (SELECT feed FROM creditors WHERE creditor = $1) AS feed
