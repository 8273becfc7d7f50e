-- $1 name, $2 tenant, $3 sealed, $4 when it ends.
INSERT INTO sessions.sessions (name, tenant, sealed, ends_at) VALUES ($1, $2, $3, $4)
