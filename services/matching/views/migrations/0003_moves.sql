-- What moves with a merged debtor has a row at each debtor that it was at: each belongs to events
-- of one partition, so that any interleaving still gives the same rows. `moved_to` alone is said
-- where it arrives, so that it is shown at one of them at any moment.
ALTER TABLE items ADD COLUMN moved_to text;
ALTER TABLE items DROP CONSTRAINT items_pkey, ADD PRIMARY KEY (tenant, item, debtor);
ALTER TABLE suspicions ADD COLUMN debtor text NOT NULL;
ALTER TABLE suspicions
DROP CONSTRAINT suspicions_pkey, ADD PRIMARY KEY (tenant, item, suspected_by, debtor);
ALTER TABLE sources ADD COLUMN moved_to text;
ALTER TABLE sources DROP CONSTRAINT sources_pkey, ADD PRIMARY KEY (tenant, source, debtor);
