"""Scenes of placements that come before all that they are about was heard of."""

from dataclasses import replace
from random import Random

from libs.events.contracts.topology import DUNNING, MATCHING
from libs.testkit.interleave.mutants.chased_scenes import asked_only
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World


def placed_at_once(random: Random) -> Scene:
    """Debtors are handed over as soon as the screen shows what they owe."""
    scene = asked_only(random)
    assert scene.chase is not None
    return replace(scene, chase=replace(scene.chase, places=1.0))


def items_behind(random: Random, world: World) -> Weather:
    """What matching says comes late to dunning."""
    late = (DUNNING.name, MATCHING.events_topic)
    return Weather(slow_input=late, slow_input_from_step=0, acts_weight=30)
