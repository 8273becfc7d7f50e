"""Messages as bytes: the envelope, personal fields under their subject's key, the keyring."""
