CREATE TABLE keys (
    tenant text NOT NULL,
    subject text NOT NULL,
    key_id text NOT NULL,
    -- The data key under the master key (RFC 3394); NULL once it was destroyed.
    wrapped bytea,
    wrapped_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- The receipt of its destruction: the row stays as its tombstone.
    destroyed_at timestamptz,
    destroyed_for text,
    destroyed_by text,
    PRIMARY KEY (tenant, subject),
    CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL)),
    CHECK ((destroyed_at IS NULL) = (destroyed_for IS NULL)),
    CHECK ((destroyed_at IS NULL) = (destroyed_by IS NULL))
);

-- Counts destructions, so that whoever asks for any key hears that a cached one may be gone.
CREATE TABLE epochs (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    epoch bigint NOT NULL
);

INSERT INTO epochs (epoch) VALUES (0);
