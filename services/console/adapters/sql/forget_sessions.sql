DELETE FROM sessions.sessions WHERE ends_at < now()
