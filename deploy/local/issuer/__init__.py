"""A development issuer: OIDC by the standard, logins without a password, for a laptop alone."""
