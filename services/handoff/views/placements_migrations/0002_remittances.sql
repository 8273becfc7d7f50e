-- What agencies transfer: `said` as they report it, `settled` as the ledger has the money of it;
-- empty where the bank took it back.
CREATE TABLE remittances (
    tenant text NOT NULL,
    remittance text NOT NULL,
    agency text NOT NULL,
    said jsonb NOT NULL,
    settled jsonb,
    PRIMARY KEY (tenant, remittance)
);
CREATE INDEX remittances_by_agency ON remittances (tenant, agency);
CREATE INDEX recoveries_by_placement ON recoveries (tenant, (said ->> 'placement'));
