-- In whose portfolio debtors are: row-level security reads it (libs/events/views/portfolio.py).
CREATE TABLE portfolio (
    tenant text NOT NULL,
    debtor text NOT NULL,
    sales text NOT NULL,
    PRIMARY KEY (tenant, debtor)
);
