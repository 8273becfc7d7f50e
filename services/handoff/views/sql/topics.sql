-- Agencies of every tenant whose feed has a topic.
SELECT tenant, agency FROM agencies
WHERE coalesce((said ->> 'has_topic')::boolean, FALSE)
ORDER BY tenant, agency
