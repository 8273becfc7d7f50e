-- Master keys that wrap nothing any more and never will: whoever still holds one makes no keys.
CREATE TABLE retired_masters (
    id text PRIMARY KEY,
    retired_at timestamptz NOT NULL DEFAULT now()
);
