-- Columns of a table belong to events of one kind of key, so that any interleaving of partitions
-- gives the same rows. What the first event of a row does not say is null until another says it.
CREATE TABLE items (
    tenant text NOT NULL,
    item text NOT NULL,
    creditor text,
    debtor text,
    kind text,
    number text,
    currency text,
    amount numeric,
    open numeric,
    issued_on date,
    due_on date,
    first_due_on date,
    opened_at timestamptz,
    changed_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text,
    PRIMARY KEY (tenant, item)
);
CREATE INDEX items_in_order ON items (tenant, due_on, item);
CREATE INDEX items_of_debtor ON items (tenant, debtor);
CREATE INDEX items_by_number ON items (tenant, number);

CREATE TABLE suspicions (
    tenant text NOT NULL,
    item text NOT NULL,
    suspected_by text NOT NULL,
    by_kind text,
    since_on date,
    expires_on date,
    state text,
    PRIMARY KEY (tenant, item, suspected_by)
);

CREATE TABLE sources (
    tenant text NOT NULL,
    source text NOT NULL,
    kind text,
    payment text,
    creditor text,
    debtor text,
    item text,
    number text,
    currency text,
    amount numeric,
    on_account numeric,
    state text,
    booked_at timestamptz,
    PRIMARY KEY (tenant, source)
);
CREATE INDEX sources_of_debtor ON sources (tenant, debtor);

CREATE TABLE allocations (
    tenant text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    source text NOT NULL,
    source_kind text NOT NULL,
    payment text NOT NULL,
    item text NOT NULL,
    currency text NOT NULL,
    amount numeric NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (tenant, partition, event_offset)
);
CREATE INDEX allocations_of_item ON allocations (tenant, item);

CREATE TABLE payments (
    tenant text NOT NULL,
    payment text NOT NULL,
    kind text,
    creditor text,
    account text,
    statement text,
    booked_on date,
    currency text,
    amount numeric,
    facts jsonb,
    personal jsonb,
    received_at timestamptz,
    outcome text,
    outcome_at timestamptz,
    outcome_facts jsonb,
    returned_by text,
    PRIMARY KEY (tenant, payment)
);
CREATE INDEX payments_in_order ON payments (tenant, booked_on, payment);

CREATE TABLE returns (
    tenant text NOT NULL,
    payment text NOT NULL,
    original text,
    waits_for_original boolean,
    unassigned_since date,
    PRIMARY KEY (tenant, payment)
);

CREATE TABLE shares (
    tenant text NOT NULL,
    share text NOT NULL,
    payment text,
    debtor text,
    item text,
    number text,
    currency text,
    amount numeric,
    evidence text,
    rule text,
    decided_by text,
    sent_at timestamptz,
    recalled text,
    recalled_by text,
    released text,
    released_at timestamptz,
    PRIMARY KEY (tenant, share)
);
CREATE INDEX shares_of_payment ON shares (tenant, payment);

CREATE TABLE outcomes (
    tenant text NOT NULL,
    payment text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    at timestamptz NOT NULL,
    outcome text NOT NULL,
    facts jsonb NOT NULL,
    PRIMARY KEY (tenant, payment, partition, event_offset)
);

CREATE TABLE statements (
    tenant text NOT NULL,
    statement text NOT NULL,
    account text,
    creditor text,
    content text,
    bank_id text,
    sequence integer,
    from_on date,
    to_on date,
    currency text,
    opening numeric,
    closing numeric,
    entries_count integer,
    new_count integer,
    place text,
    state text,
    reason text,
    expected numeric,
    decided_by text,
    told_at timestamptz,
    rested_at timestamptz,
    PRIMARY KEY (tenant, statement)
);
CREATE INDEX statements_in_order ON statements (tenant, from_on, statement);
CREATE INDEX statements_of_account ON statements (tenant, account);

CREATE TABLE set_aside (
    tenant text NOT NULL,
    entry text NOT NULL,
    account text,
    creditor text,
    statement text,
    position integer,
    kind text,
    currency text,
    amount numeric,
    booked_on date,
    bank_code text,
    personal jsonb,
    PRIMARY KEY (tenant, entry)
);
CREATE INDEX set_aside_of_statement ON set_aside (tenant, statement);

CREATE TABLE accounts (
    tenant text NOT NULL,
    account text NOT NULL,
    creditor text,
    is_interrupted boolean,
    reason text,
    currency text,
    expected numeric,
    found numeric,
    through_on date,
    changed_at timestamptz,
    PRIMARY KEY (tenant, account)
);

CREATE TABLE account_cover (
    tenant text NOT NULL,
    creditor text NOT NULL,
    account text NOT NULL,
    through_on date,
    declared_by text,
    PRIMARY KEY (tenant, creditor, account)
);

CREATE TABLE creditor_cover (
    tenant text NOT NULL,
    creditor text NOT NULL,
    through_on date,
    PRIMARY KEY (tenant, creditor)
);

CREATE TABLE timeline (
    tenant text NOT NULL,
    debtor text NOT NULL,
    at timestamptz NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    what text NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (tenant, debtor, partition, event_offset)
);
