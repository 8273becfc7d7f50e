-- How many keys each master key wraps; of destroyed ones nothing is wrapped.
SELECT wrapped_by, count(*) AS keys_count
FROM keys
WHERE wrapped IS NOT NULL
GROUP BY wrapped_by
ORDER BY wrapped_by
