CREATE TABLE zones (
    tenant text NOT NULL,
    creditor text NOT NULL,
    zone text NOT NULL,
    revision integer NOT NULL,
    PRIMARY KEY (tenant, creditor)
);
