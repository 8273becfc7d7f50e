-- What composing reads of ingestion: who owes, who is owed, what the documents say of paying.
CREATE TABLE creditors (
    tenant text NOT NULL,
    creditor text NOT NULL,
    name text NOT NULL,
    country text NOT NULL,
    accounts jsonb NOT NULL,
    PRIMARY KEY (tenant, creditor)
);

CREATE TABLE debtors (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text NOT NULL,
    country text NOT NULL,
    language text NOT NULL,
    personal jsonb,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE documents (
    tenant text NOT NULL,
    document text NOT NULL,
    debtor text NOT NULL,
    number text NOT NULL,
    language text NOT NULL,
    reference text NOT NULL,
    account text NOT NULL,
    original text NOT NULL,
    PRIMARY KEY (tenant, document)
);
