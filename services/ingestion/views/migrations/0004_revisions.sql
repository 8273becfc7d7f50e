-- How often master data of a debtor were said: a change may be conditional on it.
ALTER TABLE debtors ADD COLUMN revision integer NOT NULL DEFAULT 0;
