-- Nothing here opens by itself: a row is found by a hash of the browser's secret, and its access
-- token is encrypted under a key that is made of that secret.
CREATE TABLE sessions (
    name text PRIMARY KEY,
    tenant text NOT NULL,
    sealed bytea NOT NULL,
    ends_at timestamptz NOT NULL
);
CREATE INDEX sessions_by_end ON sessions (ends_at);
