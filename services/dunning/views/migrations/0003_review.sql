-- Demands that people approve before they leave, and what they take out of them.
ALTER TABLE demands
    ADD COLUMN stage text,
    ADD COLUMN approvals_needed integer,
    ADD COLUMN approvals jsonb;

CREATE TABLE withheld (
    tenant text NOT NULL,
    item text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    demand text,
    for_good boolean,
    until_on date,
    withheld_on date,
    withheld_by text,
    text text,
    state text,
    released_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, item)
);
CREATE INDEX withheld_of_debtor ON withheld (tenant, debtor);
