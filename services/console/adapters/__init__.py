"""The services' APIs, the issuer, and where sessions are kept."""
