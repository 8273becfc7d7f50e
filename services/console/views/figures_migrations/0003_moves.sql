-- What moves with a merged debtor has a row at each debtor that it was at: each belongs to events of
-- one partition. `moved_to` leaves a row out of every figure once there is another.
ALTER TABLE items ADD COLUMN moved_to text;
ALTER TABLE items DROP CONSTRAINT items_pkey, ADD PRIMARY KEY (tenant, item, debtor);
ALTER TABLE sources ADD COLUMN debtor text NOT NULL, ADD COLUMN moved_to text;
ALTER TABLE sources DROP CONSTRAINT sources_pkey, ADD PRIMARY KEY (tenant, source, debtor);
ALTER TABLE promises ADD COLUMN debtor text NOT NULL, ADD COLUMN moved_to text;
ALTER TABLE promises DROP CONSTRAINT promises_pkey, ADD PRIMARY KEY (tenant, promise, debtor);
