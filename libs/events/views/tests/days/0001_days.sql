CREATE TABLE days (
    tenant text NOT NULL,
    day_on date NOT NULL,
    PRIMARY KEY (tenant, day_on)
);
