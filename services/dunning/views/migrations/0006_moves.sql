-- What moves with a merged debtor has a row at each debtor that it was at: each belongs to events
-- of one partition, so that any interleaving still gives the same rows. `moved_to` hides a row
-- once there is another.
ALTER TABLE items ADD COLUMN moved_to text;
ALTER TABLE items DROP CONSTRAINT items_pkey, ADD PRIMARY KEY (tenant, item, debtor);
ALTER TABLE item_steps DROP CONSTRAINT item_steps_pkey, ADD PRIMARY KEY (tenant, item, step, debtor);
ALTER TABLE suspicions ADD COLUMN debtor text NOT NULL;
ALTER TABLE suspicions
DROP CONSTRAINT suspicions_pkey, ADD PRIMARY KEY (tenant, item, suspected_by, debtor);
ALTER TABLE promises ADD COLUMN moved_to text;
ALTER TABLE promises DROP CONSTRAINT promises_pkey, ADD PRIMARY KEY (tenant, promise, debtor);
ALTER TABLE disputes DROP CONSTRAINT disputes_pkey, ADD PRIMARY KEY (tenant, dispute, debtor);
ALTER TABLE paid_claims DROP CONSTRAINT paid_claims_pkey, ADD PRIMARY KEY (tenant, item, debtor);
