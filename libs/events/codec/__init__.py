"""Bytes, envelope, personal fields, keyring."""
