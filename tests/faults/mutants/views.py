"""A projection that forgets an event type."""

from collections.abc import Iterable
from typing import Any, Final

from libs.events.contracts.notifications import MessageSent
from libs.events.views.projection import SeenEvent
from services.notifications.views.rows import rows_of
from tests.faults.mutants.mutant import Exchange, Mutant, Named


def _rows_of_all_but_what_was_sent(seen: SeenEvent) -> Iterable[Any]:
    return () if isinstance(seen.event, MessageSent) else rows_of(seen)


VIEWS: Final[tuple[Mutant, ...]] = (
    Mutant(
        "view_forgets_a_type",
        "the view of messages passes over that one was sent",
        Named(
            "services/notifications/tests/test_views.py::"
            "test_a_message_is_shown_with_its_attempts_and_all_that_happened",
            (
                Exchange(
                    "services.notifications.views.messages",
                    "rows_of",
                    _rows_of_all_but_what_was_sent,
                ),
            ),
        ),
    ),
)
