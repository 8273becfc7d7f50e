"""What a deliberate fault is, and how histories are played with it."""

import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from libs.events.loop.decider import Decider
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mail.server import Temper
from libs.testkit.interleave.platform import Deciders, real_deciders
from libs.testkit.interleave.truth.scene import Scene, new_scene
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World


def good(_: Random) -> Temper:
    """A mail server that takes everything over."""
    return Temper()


@dataclass(frozen=True, slots=True)
class Patch:
    """A name in a module, and what stands there while the fault lasts."""

    module: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is broken."""

    name: str
    sentence: str
    setting: Setting = field(default_factory=Setting)
    patches: tuple[Patch, ...] = ()
    scene: Callable[[Random], Scene] = new_scene
    """A scene in which it shows often."""
    weather: Callable[[Random, World], Weather] = Weather.drawn
    """And how that is disturbed."""
    temper: Callable[[Random], Temper] = good
    """And what the mail server is like."""

    @contextmanager
    def applied(self, *, directed: bool = False) -> Iterator[Setting]:
        """While it lasts, histories are played with the fault."""
        modules = [(importlib.import_module(one.module), one) for one in self.patches]
        whole = [getattr(module, one.name) for module, one in modules]
        for module, one in modules:
            setattr(module, one.name, one.value)
        try:
            setting = self.setting
            if directed:
                setting = self._directed(setting)
            yield setting
        finally:
            for (module, one), value in zip(modules, whole, strict=True):
                setattr(module, one.name, value)

    def _directed(self, setting: Setting) -> Setting:
        if setting.chased_every:
            return replace(
                setting,
                chasing_scene=self.scene,
                chasing_weather=self.weather,
                temper=self.temper,
            )
        return replace(setting, scene=self.scene, weather=self.weather)


def spoiled(service: str, spoil: Callable[[Decider], Decider], *, chased: bool = False) -> Setting:
    """Real deciders, one service's with a fault in it; `chased`: where debtors are chased."""

    def deciders(ids: IdSecret) -> Deciders:
        real = dict(real_deciders(ids))
        return {**real, service: spoil(real[service])}

    return Setting(deciders=deciders, bytes_every=0, chased_every=int(chased))
