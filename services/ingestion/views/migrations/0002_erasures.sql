CREATE TABLE erasures (
    tenant text NOT NULL,
    debtor text NOT NULL,
    asking integer NOT NULL,
    state text,
    asked_by text,
    cause text,
    about text,
    number text,
    until_on date,
    law text,
    parts integer,
    asked_at timestamptz,
    changed_at timestamptz,
    PRIMARY KEY (tenant, debtor, asking)
);

-- The receipts: which key was destroyed when. No key, and nothing that it sealed.
CREATE TABLE erased_keys (
    tenant text NOT NULL,
    subject text NOT NULL,
    debtor text NOT NULL,
    asking integer NOT NULL,
    part integer NOT NULL,
    key_id text NOT NULL,
    destroyed_at text NOT NULL,
    PRIMARY KEY (tenant, subject)
);
CREATE INDEX erased_keys_of_debtor ON erased_keys (tenant, debtor);

CREATE TABLE erased_objects (
    tenant text NOT NULL,
    debtor text NOT NULL,
    asking integer NOT NULL,
    part integer NOT NULL,
    objects_count integer NOT NULL,
    PRIMARY KEY (tenant, debtor, asking, part)
);
