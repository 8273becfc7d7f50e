CREATE TABLE days (
    tenant text NOT NULL,
    day_on date NOT NULL,
    zone text NOT NULL,
    PRIMARY KEY (tenant, day_on)
);
