-- A column belongs to events of one topic, so that any interleaving of topics and partitions gives
-- the same rows. What the first event of a row does not say is null until another says it.
CREATE TABLE creditors (
    tenant text NOT NULL,
    creditor text NOT NULL,
    name text,
    country text,
    zone text,
    feed text,
    feed_days_max integer,
    PRIMARY KEY (tenant, creditor)
);

CREATE TABLE debtors (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text,
    customer_number text,
    name text,
    country text,
    language text,
    contacts jsonb,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE policies (
    tenant text NOT NULL,
    policy text NOT NULL,
    version integer NOT NULL,
    facts jsonb,
    source_hash text,
    published_by text,
    published_at timestamptz,
    PRIMARY KEY (tenant, policy, version)
);

CREATE TABLE cases (
    tenant text NOT NULL,
    "case" text NOT NULL,
    creditor text,
    debtor text,
    currency text,
    policy text,
    policy_version integer,
    state text,
    gate jsonb,
    planned jsonb,
    opened_at timestamptz,
    closed_at timestamptz,
    changed_at timestamptz,
    PRIMARY KEY (tenant, "case")
);
CREATE INDEX cases_of_debtor ON cases (tenant, debtor);

CREATE TABLE items (
    tenant text NOT NULL,
    item text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    kind text,
    number text,
    currency text,
    amount numeric,
    open numeric,
    issued_on date,
    due_on date,
    state text,
    drop_reason text,
    reopened_on date,
    gate jsonb,
    followed_at timestamptz,
    changed_at timestamptz,
    PRIMARY KEY (tenant, item)
);
CREATE INDEX items_of_case ON items (tenant, "case");
CREATE INDEX items_of_debtor ON items (tenant, debtor);

CREATE TABLE item_steps (
    tenant text NOT NULL,
    item text NOT NULL,
    step text NOT NULL,
    "case" text,
    debtor text,
    state text,
    taken_on date,
    way text,
    taken_by text,
    undone_reason text,
    at timestamptz,
    PRIMARY KEY (tenant, item, step)
);

CREATE TABLE suspicions (
    tenant text NOT NULL,
    item text NOT NULL,
    suspected_by text NOT NULL,
    state text,
    until_on date,
    at timestamptz,
    PRIMARY KEY (tenant, item, suspected_by)
);

CREATE TABLE credits (
    tenant text NOT NULL,
    debtor text NOT NULL,
    source text NOT NULL,
    "case" text,
    creditor text,
    currency text,
    on_account numeric,
    PRIMARY KEY (tenant, debtor, source)
);

CREATE TABLE demands (
    tenant text NOT NULL,
    demand text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    items jsonb,
    currency text,
    total numeric,
    credit numeric,
    net numeric,
    step text,
    tone text,
    template text,
    channel text,
    policy text,
    policy_version integer,
    day_on date,
    zone text,
    send_window jsonb,
    attempt integer,
    proposed_at timestamptz,
    recall_gate text,
    recall_items jsonb,
    recall_cause text,
    recalled_at timestamptz,
    outcome text,
    outcome_reason text,
    message text,
    crossed boolean,
    ended_at timestamptz,
    PRIMARY KEY (tenant, demand)
);
CREATE INDEX demands_in_order ON demands (tenant, day_on, proposed_at, demand);
CREATE INDEX demands_of_debtor ON demands (tenant, debtor);
CREATE INDEX demands_of_case ON demands (tenant, "case");

CREATE TABLE gatings (
    tenant text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    gate text,
    items jsonb,
    until_on date,
    day_on date,
    at timestamptz,
    PRIMARY KEY (tenant, partition, event_offset)
);
CREATE INDEX gatings_of_case ON gatings (tenant, "case");
CREATE INDEX gatings_by_day ON gatings (tenant, day_on);

CREATE TABLE calls (
    tenant text NOT NULL,
    call text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    items jsonb,
    step text,
    currency text,
    asked numeric,
    day_on date,
    log_until_on date,
    state text,
    outcome text,
    logged_by text,
    logged_on date,
    text text,
    drop_gate text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, call)
);
CREATE INDEX calls_of_debtor ON calls (tenant, debtor);

CREATE TABLE promises (
    tenant text NOT NULL,
    promise text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    items jsonb,
    currency text,
    amount numeric,
    paid numeric,
    missing numeric,
    pay_by_on date,
    judged_from_on date,
    judged_on date,
    made_on date,
    noted_by text,
    state text,
    end_reason text,
    ended_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, promise)
);
CREATE INDEX promises_of_debtor ON promises (tenant, debtor);

CREATE TABLE disputes (
    tenant text NOT NULL,
    dispute text NOT NULL,
    item text,
    "case" text,
    creditor text,
    debtor text,
    currency text,
    amount numeric,
    reason text,
    owner text,
    due_on date,
    opened_on date,
    opened_by text,
    text text,
    state text,
    resolution text,
    resolved_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, dispute)
);
CREATE INDEX disputes_of_debtor ON disputes (tenant, debtor);

CREATE TABLE paid_claims (
    tenant text NOT NULL,
    item text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    until_on date,
    noted_by text,
    noted_at timestamptz,
    PRIMARY KEY (tenant, item)
);

CREATE TABLE pauses (
    tenant text NOT NULL,
    debtor text NOT NULL,
    creditor text,
    until_on date,
    reason text,
    paused_by text,
    paused_at timestamptz,
    state text,
    resumed_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, debtor)
);

CREATE TABLE notes (
    tenant text NOT NULL,
    note text NOT NULL,
    creditor text,
    debtor text,
    noted_by text,
    noted_on date,
    text text,
    noted_at timestamptz,
    PRIMARY KEY (tenant, note)
);
CREATE INDEX notes_of_debtor ON notes (tenant, debtor);

CREATE TABLE tasks (
    tenant text NOT NULL,
    task text NOT NULL,
    kind text,
    creditor text,
    debtor text,
    "case" text,
    about text,
    opened_on date,
    opened_at timestamptz,
    state text,
    done_by text,
    done_at timestamptz,
    PRIMARY KEY (tenant, task)
);
CREATE INDEX tasks_of_debtor ON tasks (tenant, debtor);

CREATE TABLE placements (
    tenant text NOT NULL,
    placement text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    items jsonb,
    currency text,
    total numeric,
    policy text,
    policy_version integer,
    day_on date,
    proposed_at timestamptz,
    PRIMARY KEY (tenant, placement)
);

CREATE TABLE sources (
    tenant text NOT NULL,
    source text NOT NULL,
    kind text,
    payment text,
    number text,
    currency text,
    amount numeric,
    booked_on date,
    PRIMARY KEY (tenant, source)
);

CREATE TABLE payments (
    tenant text NOT NULL,
    payment text NOT NULL,
    currency text,
    amount numeric,
    booked_on date,
    payer_name text,
    PRIMARY KEY (tenant, payment)
);

CREATE TABLE messages (
    tenant text NOT NULL,
    message text NOT NULL,
    demand text,
    debtor text,
    state text,
    hold jsonb,
    language text,
    template text,
    withdraw_reason text,
    fail_reason text,
    reply text,
    repeated boolean,
    sent_at text,
    bounce_status text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, message)
);
CREATE INDEX messages_of_demand ON messages (tenant, demand);

CREATE TABLE attempts (
    tenant text NOT NULL,
    message text NOT NULL,
    attempt integer NOT NULL,
    began_at text,
    cut jsonb,
    started_at timestamptz,
    outcome text,
    reply text,
    not_before text,
    ended_at timestamptz,
    PRIMARY KEY (tenant, message, attempt)
);

CREATE TABLE timeline (
    tenant text NOT NULL,
    service text NOT NULL,
    partition integer NOT NULL,
    event_offset bigint NOT NULL,
    debtor text,
    event text,
    at timestamptz,
    what text,
    refs jsonb,
    details jsonb,
    PRIMARY KEY (tenant, service, partition, event_offset)
);
CREATE INDEX timeline_of_debtor ON timeline (tenant, debtor, at);

CREATE TABLE booked_statements (
    tenant text NOT NULL,
    account text NOT NULL,
    statement text NOT NULL,
    creditor text,
    state text,
    through_on date,
    PRIMARY KEY (tenant, account, statement)
);

CREATE TABLE accounts (
    tenant text NOT NULL,
    account text NOT NULL,
    creditor text,
    state text,
    reason text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, account)
);

CREATE TABLE covers (
    tenant text NOT NULL,
    creditor text NOT NULL,
    through_on date,
    PRIMARY KEY (tenant, creditor)
);

CREATE TABLE imports (
    tenant text NOT NULL,
    import_id text NOT NULL,
    creditor text,
    state text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, import_id)
);
