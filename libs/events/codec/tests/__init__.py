"""Tests of the codec, the keyring and what both promise."""
