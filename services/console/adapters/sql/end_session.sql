DELETE FROM sessions.sessions WHERE name = $1
