"""The image of a service."""
