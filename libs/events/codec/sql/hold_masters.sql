-- While this transaction lasts no master key is retired.
SELECT pg_advisory_xact_lock_shared(hashtext('keyring masters'))
