SELECT creditor, revision, facts, changed_at FROM creditors WHERE creditor = $1
