"""Policies: published at their own key, copied to every partition, chosen for a creditor."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from libs.events.contracts.dunning import PolicyFacts, PolicyPublished, PolicyStep
from libs.events.contracts.model import Event
from libs.events.loop.decider import NOTHING, Announce, Decision, Recorded, States
from libs.kernel.keys import copy_of, path_of
from libs.kernel.money import Money
from services.dunning.domain.commands import AdoptPolicy, PublishPolicy
from services.dunning.domain.refusals import PolicyNameDiffers, VersionDiffers


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a ladder; each field as in PolicyStep."""

    step: str
    anchor: str
    offset_days: int
    days: str
    channel: str
    tone: str
    template: str
    log_days_max: int
    bands: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A published version; each field as in PolicyFacts."""

    steps: tuple[Step, ...] = ()
    creditors: tuple[str, ...] = ()
    net_due_mins: dict[str, Money] = field(default_factory=dict)
    """By currency."""
    message_every_days_min: int = 3
    grace_days: int = 3
    paid_claim_days: int = 5
    settle_days: int = 2
    from_hour: int = 8
    until_hour: int = 18


@dataclass(frozen=True, slots=True)
class PolicyState:
    """A policy by all of its versions: a case keeps the ladder of the one that it opened under."""

    policy: str = ""
    newest: int = 0
    newest_hash: str = ""
    versions: dict[str, PolicyVersion] = field(default_factory=dict)

    def version(self, number: int) -> PolicyVersion:
        return self.versions[str(number)]


Policies = Mapping[str, PolicyState]
"""Stream of this partition's copy to the policy."""


def policies_index(tenant: str) -> str:
    """Index of a partition's copies of a tenant's policies."""
    return path_of(tenant, "policies", "all")


def policy_stream(tenant: str, policy: str, partition: int) -> str:
    return copy_of(path_of(tenant, "policy", policy), partition)


def publish(key: str, command: PublishPolicy, states: States) -> Decision:
    """Record the next version at the policy's own key and announce it.

    Raises PolicyNameDiffers, VersionDiffers.
    """
    known: PolicyState = states.of(key)
    facts = command.facts
    if path_of(key.split("/", 1)[0], "policy", facts.policy) != key:
        raise PolicyNameDiffers(named=facts.policy, policy=key.rsplit("/", 1)[1])
    if known.newest and known.newest_hash == command.source_hash:
        return Decision(answer={"policy": facts.policy, "version": str(known.newest)})
    if command.if_version not in (None, known.newest):
        raise VersionDiffers(policy=facts.policy, version=known.newest)
    version = known.newest + 1
    published = PolicyPublished(
        facts=facts,
        version=version,
        source_hash=command.source_hash,
        published_by=command.published_by,
    )
    copy = AdoptPolicy(**published.model_dump())
    answer = {"policy": facts.policy, "version": str(version)}
    return Decision((Recorded(key, published),), (Announce(key, copy),), answer)


def adopt(stream: str, command: AdoptPolicy, states: States) -> Decision:
    """Record this partition's copy; a version that it has is no news."""
    known: PolicyState = states.of(stream)
    if str(command.version) in known.versions:
        return NOTHING
    return Decision((Recorded(stream, PolicyPublished(**command.model_dump())),))


def policy_for(policies: Policies, creditor: str) -> PolicyState | None:
    """The policy that names the creditor, else one that names none; of several the first by name.

    None: no policy is published for it.
    """
    by_name = sorted(policies.values(), key=lambda one: one.policy)
    naming = [one for one in by_name if creditor in one.version(one.newest).creditors]
    open_to_all = [one for one in by_name if not one.version(one.newest).creditors]
    return next(iter((*naming, *open_to_all)), None)


def evolve_policy(state: PolicyState, event: Event) -> PolicyState:
    if not isinstance(event, PolicyPublished):
        return state
    versions = {**state.versions, str(event.version): _version(event.facts)}
    known = replace(state, policy=event.facts.policy, versions=versions)
    if event.version < state.newest:
        return known
    return replace(known, newest=event.version, newest_hash=event.source_hash)


def _version(facts: PolicyFacts) -> PolicyVersion:
    return PolicyVersion(
        steps=tuple(_step(step) for step in facts.steps),
        creditors=facts.creditors,
        net_due_mins={least.currency: least for least in facts.net_due_mins},
        message_every_days_min=facts.message_every_days_min,
        grace_days=facts.grace_days,
        paid_claim_days=facts.paid_claim_days,
        settle_days=facts.settle_days,
        from_hour=facts.send_window.from_hour,
        until_hour=facts.send_window.until_hour,
    )


def _step(step: PolicyStep) -> Step:
    return Step(
        step.step,
        step.anchor,
        step.offset_days,
        step.days,
        step.channel,
        step.tone,
        step.template,
        step.log_days_max,
        step.bands,
        step.to,
        step.copy_to,
    )
