-- What waits for a person at each debtor's key, and in whose portfolio the debtor is: row-level
-- security reads it (libs/events/views/portfolio.py).
CREATE TABLE waiting (
    tenant text NOT NULL,
    debtor text NOT NULL,
    kind text NOT NULL,
    what text NOT NULL,
    currency text,
    amount numeric,
    due_on date,
    owner text NOT NULL,
    PRIMARY KEY (tenant, debtor, kind, what)
);

CREATE TABLE portfolio (
    tenant text NOT NULL,
    debtor text NOT NULL,
    sales text NOT NULL,
    PRIMARY KEY (tenant, debtor)
);
