-- By day, so that figures over all debtors cost the days that there are, not the items. Each changes
-- by what a row of its table was before and is after, in whatever order.
CREATE TABLE due_sums (
    tenant text NOT NULL,
    currency text NOT NULL,
    due_on date NOT NULL,
    open numeric NOT NULL,
    items_count bigint NOT NULL,
    PRIMARY KEY (tenant, currency, due_on)
);

CREATE TABLE issued_sums (
    tenant text NOT NULL,
    currency text NOT NULL,
    issued_on date NOT NULL,
    invoiced numeric NOT NULL,
    items_count bigint NOT NULL,
    PRIMARY KEY (tenant, currency, issued_on)
);

CREATE TABLE booked_sums (
    tenant text NOT NULL,
    currency text NOT NULL,
    booked_on date NOT NULL,
    settled numeric NOT NULL,
    allocations_count bigint NOT NULL,
    PRIMARY KEY (tenant, currency, booked_on)
);
