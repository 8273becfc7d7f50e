-- Who was merged into a debtor: what was said of them is of its file as well.
CREATE INDEX files_merged ON files (tenant, (details ->> 'into')) WHERE what = 'debtor_merged';
