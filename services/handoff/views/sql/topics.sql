-- Agencies of every tenant whose feed has a topic, and who reads it.
SELECT tenant, agency, coalesce(said ->> 'topic_reader', '') AS topic_reader
FROM agencies
WHERE coalesce((said ->> 'has_topic')::boolean, FALSE)
ORDER BY tenant, agency
