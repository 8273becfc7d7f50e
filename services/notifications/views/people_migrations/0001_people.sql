-- The creditor's own people, and the mails to them. What the first event of a row does not say is
-- null until another says it; whom a mail about assignments names is a row each.
CREATE TABLE people (
    tenant text NOT NULL,
    person text NOT NULL,
    language text,
    zone text,
    digest boolean,
    sees text,
    is_here boolean,
    personal jsonb,
    changed_at timestamptz,
    PRIMARY KEY (tenant, person)
);

CREATE TABLE assigned (
    tenant text NOT NULL,
    debtor text NOT NULL,
    person text NOT NULL,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE internals (
    tenant text NOT NULL,
    message text NOT NULL,
    person text,
    kind text,
    day_on date,
    status text,
    reason text,
    reply text,
    noted_at timestamptz,
    sent_at text,
    PRIMARY KEY (tenant, message)
);
CREATE INDEX internals_of_person ON internals (tenant, person, noted_at);

CREATE TABLE named (
    tenant text NOT NULL,
    message text NOT NULL,
    debtor text NOT NULL,
    is_named boolean NOT NULL,
    PRIMARY KEY (tenant, message, debtor)
);
