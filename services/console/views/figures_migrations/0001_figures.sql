-- Columns of a table belong to events of one kind of key, so that any interleaving of partitions
-- gives the same rows.
CREATE TABLE items (
    tenant text NOT NULL,
    item text NOT NULL,
    creditor text,
    debtor text,
    currency text,
    amount numeric,
    open numeric,
    issued_on date,
    due_on date,
    cancelled boolean,
    PRIMARY KEY (tenant, item)
);
CREATE INDEX items_open ON items (tenant, due_on) WHERE open > 0;
CREATE INDEX items_open_of_debtor ON items (tenant, debtor) WHERE open > 0;

CREATE TABLE allocations (
    tenant text NOT NULL,
    source text NOT NULL,
    item text NOT NULL,
    creditor text,
    currency text,
    amount numeric NOT NULL,
    booked_on date,
    PRIMARY KEY (tenant, source, item)
);

CREATE TABLE sources (
    tenant text NOT NULL,
    source text NOT NULL,
    creditor text,
    currency text,
    on_account numeric,
    PRIMARY KEY (tenant, source)
);
CREATE INDEX sources_on_account ON sources (tenant) WHERE on_account > 0;

CREATE TABLE payments (
    tenant text NOT NULL,
    payment text NOT NULL,
    creditor text,
    kind text,
    by_rule boolean,
    by_person boolean,
    PRIMARY KEY (tenant, payment)
);

CREATE TABLE promises (
    tenant text NOT NULL,
    promise text NOT NULL,
    creditor text,
    state text,
    PRIMARY KEY (tenant, promise)
);
