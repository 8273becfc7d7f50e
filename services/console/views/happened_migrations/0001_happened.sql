-- One row a debtor: that something happened, not what.
CREATE TABLE happened (
    tenant text NOT NULL,
    debtor text NOT NULL,
    last_at timestamptz NOT NULL,
    events_count bigint NOT NULL,
    PRIMARY KEY (tenant, debtor)
);
