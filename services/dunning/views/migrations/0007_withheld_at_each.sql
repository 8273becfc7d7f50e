-- What was taken out of what leaves has a row at each debtor that the item was at, as 0006 says.
ALTER TABLE withheld DROP CONSTRAINT withheld_pkey, ADD PRIMARY KEY (tenant, item, debtor);
