-- $1 Message-IDs, of whichever tenant; those of ours.
SELECT tenant, message, debtor FROM messages WHERE message_id = any($1::text[])
