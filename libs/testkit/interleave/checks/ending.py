"""What must hold when nothing moves any more."""

from collections.abc import Mapping

from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.certain import check_certain
from libs.testkit.interleave.checks.entries import found_entries
from libs.testkit.interleave.checks.feeds import Feeds, check_feeds
from libs.testkit.interleave.checks.order import Flight
from libs.testkit.interleave.checks.refold import check_refold
from libs.testkit.interleave.checks.rest import check_searched, check_shares, check_used
from libs.testkit.interleave.checks.suspicions import check_suspicions
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.truth.scene import Scene
from libs.testkit.world.world import World


def check_quiet(world: World, flight: Flight) -> None:
    """Nobody is parked and no message is under way; rows are what the logs say."""
    check_refold(world)
    parked = world.parked()
    if parked:
        raise Wrong("parked", f"{parked} are parked for ever", [key for _, key in parked])
    if flight.messages:
        raise Wrong("flight", f"{flight.messages} are never decided")


def check_ledger(
    scene: Scene, books: Books, feeds: Feeds, touched_items: set[str]
) -> Mapping[int, str]:
    """The ledger at the end against the truth; place of each bank entry to its id in the log.

    Raises Wrong.
    """
    for invoice in scene.invoices:
        if invoice.identity not in books.items:
            raise Wrong("liveness", f"{invoice.number} never opened", (invoice.identity,))
    check_feeds(scene, feeds)
    found = found_entries([one for one in scene.entries if one.place not in scene.withheld], books)
    check_shares(books)
    books.check_moved()
    orphans = {
        found[one.place]
        for one in scene.entries
        if one.original in scene.withheld and one.place in found
    }
    check_searched(books, orphans)
    check_used(books)
    check_certain(scene, books, found, touched_items)
    check_suspicions(scene, books, found)
    return found
