-- $1 the message: what was demanded.
SELECT noted FROM messages WHERE message = $1
