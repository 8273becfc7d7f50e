-- What is held now is a few of all items. Without statistics of its own the expression is taken for
-- never null, and the index for one of all items.
CREATE INDEX items_held ON items (tenant, creditor) WHERE gate ->> 'gate' IS NOT NULL;
CREATE STATISTICS held_items ON (gate ->> 'gate') FROM items;
