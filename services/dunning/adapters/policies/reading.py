"""A policy's file as the facts that are published: read, then shape, then rules."""

import orjson
from pydantic import ValidationError

from libs.events.contracts.dunning import PolicyFacts
from services.dunning.adapters.policies.checking import field_of, shape_mistakes
from services.dunning.adapters.policies.rules import RULES
from services.dunning.adapters.policies.yaml_reading import Document, read_yaml
from services.dunning.api.policy_mistakes import Mistake, PolicyMistaken


def read_policy(raw: bytes) -> PolicyFacts:
    """The policy that a YAML file says. Raises PolicyMistaken with all that is wrong with it.

    >>> read_policy(b"policy: p\\ntitle: P\\nsteps: []")
    Traceback (most recent call last):
    services.dunning.api.policy_mistakes.PolicyMistaken: steps is empty.
    """
    document = read_yaml(raw)
    if mistakes := shape_mistakes(document):
        raise PolicyMistaken(mistakes)
    facts = _facts(document)
    broken = [
        Mistake(rule.__name__, message, field_of(place), document.line_of(place))
        for rule in RULES
        for place, message in rule(facts)
    ]
    if broken:
        raise PolicyMistaken(broken)
    return facts


def _facts(document: Document) -> PolicyFacts:
    try:
        return PolicyFacts.model_validate_json(orjson.dumps(document.value))
    except ValidationError as mistake:
        raise PolicyMistaken(
            [
                Mistake(
                    "value_not_written_so",
                    f"{field_of(error['loc'])}: {error['msg']}.",
                    field_of(error["loc"]),
                    document.line_of(error["loc"]),
                )
                for error in mistake.errors()
            ]
        ) from mistake
