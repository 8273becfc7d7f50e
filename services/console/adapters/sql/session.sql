-- $1 name: what is sealed of a session that is not over.
SELECT sealed, ends_at FROM sessions.sessions WHERE name = $1 AND ends_at > now()
