SELECT creditor, revision, facts, changed_at FROM creditors ORDER BY lower(name), creditor
