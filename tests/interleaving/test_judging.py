"""What a dispatcher waits for is due at the very moment that it says it wakes at."""

from random import Random

from libs.events.contracts.topology import TOPOLOGY
from libs.events.effects.asking import Asker
from libs.events.effects.effect import Effect, Outward
from libs.events.effects.judging import Judgements
from libs.events.effects.watching import NoWatch
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mail.outgoing import Addresses, Outgoing
from libs.testkit.interleave.mail.server import MailServer, Temper
from libs.testkit.interleave.platform import MAIL, real_deciders
from libs.testkit.interleave.truth.scene import new_ids
from libs.testkit.world.effects import SimulatedEffects
from libs.testkit.world.world import World
from services.notifications.domain.dispatching import MessageRules


def test_a_start_is_judged_when_the_clock_shows_its_moment_whatever_floats_make_of_it() -> None:
    random = Random(1)
    world = World(real_deciders(new_ids(random)), TOPOLOGY, random, partitions=1)
    clock = world.premises.clock
    server = MailServer(world.premises, Moments(clock), Temper(), lambda delivery: None)
    outgoing = Outgoing(world.premises, server, Addresses())
    port = SimulatedEffects(world, ("notifications", 0), "process-2")
    outward = Outward(Setting().kind, MessageRules(), outgoing)
    judgements = Judgements(port, outward, Asker(port), NoWatch())
    started = Effect(key="t/debtor/d", tenant="t", what="m", kind=MAIL.name, stage="started")

    clock.passed_s = 252.56999999991527
    judgements.begin([started])
    assert not port.running

    (clock.passed_s,) = judgements.wakes_s()
    judgements.begin([started])
    assert len(port.running) == 1
    world.close()
    port.running[0].kill()
