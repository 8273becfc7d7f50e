CREATE TABLE creditors (
    tenant text NOT NULL,
    creditor text NOT NULL,
    name text NOT NULL,
    revision integer NOT NULL,
    facts jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, creditor)
);

CREATE TABLE debtors (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text NOT NULL,
    found_by text,
    customer_number text NOT NULL,
    kind text NOT NULL,
    country text NOT NULL,
    language text NOT NULL,
    name text,
    personal jsonb,
    merged_into text,
    registered_at timestamptz,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, debtor)
);
CREATE INDEX debtors_in_order ON debtors (tenant, lower(coalesce(name, '')), debtor);

CREATE TABLE documents (
    tenant text NOT NULL,
    document text NOT NULL,
    kind text NOT NULL,
    creditor text NOT NULL,
    debtor text NOT NULL,
    number text NOT NULL,
    issued_on date NOT NULL,
    due_on date NOT NULL,
    payable text NOT NULL,
    facts jsonb NOT NULL,
    original text NOT NULL,
    names_number text NOT NULL,
    names_invoice text NOT NULL,
    awaited_credit_note text NOT NULL,
    customer_number text NOT NULL,
    imported_by text NOT NULL,
    personal jsonb,
    registered_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    cancelled_by text,
    cancel_reason text,
    PRIMARY KEY (tenant, document)
);
CREATE INDEX documents_in_order ON documents (tenant, kind, issued_on, number, document);
CREATE INDEX documents_of_debtor ON documents (tenant, debtor);
CREATE INDEX documents_by_number ON documents (tenant, number);

CREATE TABLE imports (
    tenant text NOT NULL,
    import_id text NOT NULL,
    creditor text NOT NULL,
    started_by text NOT NULL,
    started_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    documents_count integer NOT NULL DEFAULT 0,
    ended_at timestamptz,
    ended_by text,
    finished_at timestamptz,
    PRIMARY KEY (tenant, import_id)
);
CREATE INDEX imports_open ON imports (last_at) WHERE ended_at IS NULL;

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
