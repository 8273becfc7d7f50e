-- In whose portfolio debtors are: row-level security reads it (libs/events/views/portfolio.py).
CREATE TABLE portfolio (
    tenant text NOT NULL,
    debtor text NOT NULL,
    sales text NOT NULL,
    PRIMARY KEY (tenant, debtor)
);

-- How far a creditor's ledger is known, and the policies: a case is not told without them.
COMMENT ON TABLE creditors IS 'open to portfolios';
COMMENT ON TABLE covers IS 'open to portfolios';
COMMENT ON TABLE accounts IS 'open to portfolios';
COMMENT ON TABLE booked_statements IS 'open to portfolios';
COMMENT ON TABLE imports IS 'open to portfolios';
COMMENT ON TABLE policies IS 'open to portfolios';
