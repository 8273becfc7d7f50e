-- $1: what was set against items, or taken off them again: then without a day. The sums of the days
-- follow.
WITH new AS (
    SELECT *
    FROM jsonb_to_recordset($1::jsonb) AS said (
        tenant text, source text, item text, creditor text, currency text, amount numeric,
        booked_on date
    )
),
before AS (
    SELECT a.tenant, a.currency, a.amount, a.booked_on
    FROM allocations AS a
    INNER JOIN new ON new.tenant = a.tenant AND new.source = a.source AND new.item = a.item
),
kept AS (
    INSERT INTO allocations (tenant, source, item, creditor, currency, amount, booked_on)
    SELECT tenant, source, item, creditor, currency, amount, booked_on
    FROM new
    ON CONFLICT (tenant, source, item) DO UPDATE SET
        amount = allocations.amount + excluded.amount,
        booked_on = coalesce(excluded.booked_on, allocations.booked_on)
    RETURNING tenant, currency, amount, booked_on
),
sides AS (
    SELECT kept.*, 1 AS sign
    FROM kept
    UNION ALL
    SELECT before.*, -1
    FROM before
)
INSERT INTO booked_sums (tenant, currency, booked_on, settled, allocations_count)
SELECT tenant, currency, booked_on, sum(sign * amount), sum(sign)
FROM sides
WHERE currency IS NOT NULL AND booked_on IS NOT NULL
GROUP BY tenant, currency, booked_on
ON CONFLICT (tenant, currency, booked_on) DO UPDATE SET
    settled = booked_sums.settled + excluded.settled,
    allocations_count = booked_sums.allocations_count + excluded.allocations_count
