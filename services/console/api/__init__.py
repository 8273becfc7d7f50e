"""The reporting API: the figures that the pages show."""
