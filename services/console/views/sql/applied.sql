-- Of all that came in: how much a rule applied and no person touched, and how much anybody applied.
SELECT
    count(*) FILTER (WHERE by_rule AND by_person IS NOT TRUE) AS by_rule_count,
    count(*) FILTER (WHERE by_person) AS by_person_count,
    count(*) AS payments_count
FROM payments
WHERE kind = 'credit'
