-- While this transaction lasts nobody makes keys.
SELECT pg_advisory_xact_lock(hashtext('keyring masters'))
