"""UBL 2.1: bytes to the fields that are kept."""
