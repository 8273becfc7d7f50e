-- A column belongs to events of one topic, so that any interleaving of topics and partitions gives
-- the same rows. What the first event of a row does not say is null until another says it.
CREATE TABLE debtors (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text,
    model text,
    inputs_hash text,
    late_percent integer,
    late_days integer,
    score_band text,
    reasons jsonb,
    scored_on date,
    band text,
    band_cause text,
    band_changed_on date,
    is_watched boolean,
    changed_at timestamptz,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE exposures (
    tenant text NOT NULL,
    debtor text NOT NULL,
    currency text NOT NULL,
    creditor text,
    not_due numeric,
    overdue numeric,
    disputed numeric,
    as_of_on date,
    PRIMARY KEY (tenant, debtor, currency)
);

CREATE TABLE limits (
    tenant text NOT NULL,
    limit_id text NOT NULL,
    debtor text,
    creditor text,
    currency text,
    requested numeric,
    amount numeric,
    requested_by text,
    requested_on date,
    reason text,
    granted_by text,
    granted_on date,
    expires_on date,
    refused_by text,
    refused_on date,
    refusal text,
    state text,
    end_reason text,
    ended_by text,
    ended_on date,
    is_breached boolean,
    breached_on date,
    changed_at timestamptz,
    PRIMARY KEY (tenant, limit_id)
);
CREATE INDEX limits_of_debtor ON limits (tenant, debtor);

CREATE TABLE overrides (
    tenant text NOT NULL,
    override text NOT NULL,
    debtor text,
    creditor text,
    band text,
    until_on date,
    reason text,
    overridden_by text,
    overridden_on date,
    state text,
    end_reason text,
    ended_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, override)
);
CREATE INDEX overrides_of_debtor ON overrides (tenant, debtor);

CREATE TABLE watches (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text,
    state text,
    reason text,
    started_by text,
    started_on date,
    end_note text,
    ended_by text,
    ended_on date,
    changed_at timestamptz,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE timeline (
    tenant text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    debtor text,
    event text,
    at timestamptz,
    what text,
    details jsonb,
    PRIMARY KEY (tenant, partition, event_offset)
);
CREATE INDEX timeline_of_debtor ON timeline (tenant, debtor, at);
