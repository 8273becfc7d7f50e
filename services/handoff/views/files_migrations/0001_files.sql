-- What a dossier is made of: what the others said of a debtor, each event as it was said.
CREATE TABLE files (
    tenant text NOT NULL,
    service text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    debtor text NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    details jsonb NOT NULL,
    personal jsonb,
    PRIMARY KEY (tenant, service, partition, event_offset)
);
CREATE INDEX files_by_debtor ON files (tenant, debtor);
