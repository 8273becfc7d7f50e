-- A message's events stand on one stream, so that any interleaving of partitions gives the same
-- rows. What the first event of a row does not say is null until another says it.
CREATE TABLE messages (
    tenant text NOT NULL,
    message text NOT NULL,
    demand text,
    case_id text,
    creditor text,
    debtor text,
    status text,
    channel text,
    tone text,
    template text,
    template_version text,
    language text,
    currency text,
    total numeric,
    credit numeric,
    net numeric,
    day_on date,
    zone text,
    noted jsonb,
    composed jsonb,
    personal jsonb,
    content text,
    sent_content text,
    message_id text,
    held_cause text,
    held_service text,
    reason text,
    gate text,
    cause text,
    reply text,
    attempts_count integer,
    repeated boolean,
    not_before text,
    bounce_status text,
    bounce_permanent boolean,
    noted_at timestamptz,
    composed_at timestamptz,
    sent_at text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, message)
);
CREATE INDEX messages_in_order ON messages (tenant, noted_at, message);
CREATE INDEX messages_of_debtor ON messages (tenant, debtor);
CREATE INDEX messages_by_demand ON messages (tenant, demand);
CREATE INDEX messages_by_message_id ON messages (message_id);

CREATE TABLE attempts (
    tenant text NOT NULL,
    message text NOT NULL,
    attempt integer NOT NULL,
    began_at text,
    started_at timestamptz,
    cut jsonb,
    content text,
    outcome text,
    reason text,
    reply text,
    not_before text,
    ended_at timestamptz,
    PRIMARY KEY (tenant, message, attempt)
);

CREATE TABLE happened (
    tenant text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    message text NOT NULL,
    debtor text NOT NULL,
    at timestamptz NOT NULL,
    what text NOT NULL,
    details jsonb NOT NULL,
    PRIMARY KEY (tenant, partition, event_offset)
);
CREATE INDEX happened_to_message ON happened (tenant, message);
