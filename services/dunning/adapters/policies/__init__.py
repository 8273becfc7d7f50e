"""Policies as people write them: YAML, checked by a schema and by rules, and those shipped."""

from services.dunning.adapters.policies.reading import read_policy
from services.dunning.adapters.policies.schema import SCHEMA
from services.dunning.adapters.policies.shipped_ones import SHIPPED

__all__ = ["SCHEMA", "SHIPPED", "read_policy"]
