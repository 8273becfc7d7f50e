-- The band that risk has a debtor in: some steps are for some bands.
ALTER TABLE debtors ADD COLUMN band text;
