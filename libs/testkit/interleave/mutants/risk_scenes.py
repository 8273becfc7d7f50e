"""Scenes of bands in which one deliberate fault shows often: only what it takes, by hand."""

from dataclasses import replace
from random import Random

from libs.events.contracts.dunning import PolicyStep
from libs.testkit.interleave.mutants.chased_scenes import asked_only
from libs.testkit.interleave.truth.scene import Scene

_FIRM = PolicyStep(
    step="firm",
    anchor="after_due",
    offset_days=3,
    channel="email",
    tone="firm",
    template="firm",
    bands=("A",),
)


def asked_by_band(random: Random) -> Scene:
    """All is overdue and nobody pays, and the next step is for whoever pays in time."""
    scene = asked_only(random)
    assert scene.chase is not None
    policy = scene.chase.policy
    steps = (*policy.steps, _FIRM)
    chase = replace(scene.chase, policy=policy.model_copy(update={"steps": steps}))
    return replace(scene, chase=chase)
