-- Items that are paid in instalments.
CREATE TABLE plans (
    tenant text NOT NULL,
    plan text NOT NULL,
    "case" text,
    creditor text,
    debtor text,
    items jsonb,
    instalments jsonb,
    currency text,
    total numeric,
    state text,
    kept_count integer,
    paid numeric,
    missing numeric,
    proposed_on date,
    proposed_by text,
    agreed_on date,
    noted_by text,
    judged_on date,
    end_reason text,
    ended_by text,
    changed_at timestamptz,
    PRIMARY KEY (tenant, plan)
);
CREATE INDEX plans_of_debtor ON plans (tenant, debtor);
