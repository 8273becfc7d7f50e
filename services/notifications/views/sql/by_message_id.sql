-- $1 Message-IDs, of whichever tenant; those of ours, each with the addresses that had a copy.
SELECT
    m.tenant, m.message, m.debtor,
    ARRAY(SELECT jsonb_array_elements_text(m.personal -> 'copies')) AS copies
FROM messages AS m
WHERE m.message_id = any($1::text[])
