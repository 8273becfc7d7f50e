-- What creditors and agencies see of placements; of `said` the last event to say a field speaks.
CREATE TABLE placements (
    tenant text NOT NULL,
    placement text NOT NULL,
    agency text NOT NULL,
    creditor text NOT NULL,
    debtor text NOT NULL,
    stage text NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, placement)
);
CREATE INDEX placements_by_debtor ON placements (tenant, debtor);
CREATE INDEX placements_by_agency ON placements (tenant, agency);

CREATE TABLE placed_items (
    tenant text NOT NULL,
    placement text NOT NULL,
    item text NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, placement, item)
);

-- All that happened to a placement; `personal` goes with its debtor's key.
CREATE TABLE happened (
    tenant text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    placement text NOT NULL,
    agency text NOT NULL,
    debtor text NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    details jsonb NOT NULL,
    personal jsonb,
    PRIMARY KEY (tenant, partition, event_offset)
);
CREATE INDEX happened_by_placement ON happened (tenant, placement);

CREATE TABLE agencies (
    tenant text NOT NULL,
    agency text NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, agency)
);

CREATE TABLE entries (
    tenant text NOT NULL,
    agency text NOT NULL,
    number bigint NOT NULL,
    at timestamptz NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, agency, number)
);

CREATE TABLE deliveries (
    tenant text NOT NULL,
    agency text NOT NULL,
    number bigint NOT NULL,
    stage text NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, agency, number)
);

CREATE TABLE recoveries (
    tenant text NOT NULL,
    recovery text NOT NULL,
    agency text NOT NULL,
    said jsonb NOT NULL,
    PRIMARY KEY (tenant, recovery)
);
