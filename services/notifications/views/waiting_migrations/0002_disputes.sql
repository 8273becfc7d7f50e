-- Disputes wait one by one, as long as something is open of their item where it is.
ALTER TABLE waiting ADD COLUMN item text NOT NULL DEFAULT '';

CREATE TABLE items (
    tenant text NOT NULL,
    debtor text NOT NULL,
    item text NOT NULL,
    is_closed boolean NOT NULL,
    PRIMARY KEY (tenant, debtor, item)
);
