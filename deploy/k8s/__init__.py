"""Relance on Kubernetes: a kustomize base, and an overlay for a laptop and for production."""
