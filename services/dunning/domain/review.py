"""One case under review: what the parts of a decision share, and when they look again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from services.dunning.domain.cases.state import CaseState
from services.dunning.domain.file import File
from services.dunning.domain.gates.wish import Wish
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.ladder import Next, next_of
from services.dunning.domain.now import Now
from services.dunning.domain.recalling import wish_of


@dataclass(slots=True)
class Review:
    """A case of a debtor's file, on a day."""

    file: File
    case_id: str
    currency: str
    now: Now
    looks: list[tuple[date, str]] = field(default_factory=list)
    """Days on which it has to be looked at again, each with the step that is due then."""

    @property
    def case(self) -> CaseState:
        return self.file.case(self.case_id)

    @property
    def today(self) -> date:
        return self.now.today

    @property
    def calendar(self) -> str:
        return self.file.calendar(self.now)

    def next_of(self, item: ItemState) -> Next | None:
        """The step that an item has next, by its debtor's band as it is now."""
        ladder = self.file.ladder(self.case_id).steps
        return next_of(item, ladder, self.calendar, self.today, self.file.debtor.band)

    def look_on(self, day_on: date, step: str = "") -> None:
        self.looks.append((day_on, step))

    def look_tomorrow(self) -> None:
        self.look_on(self.today + timedelta(days=1))

    def wish(self, due: Sequence[Next]) -> Wish:
        return wish_of(self.file, self.case_id, tuple(due), self.now)

    def schedule(self) -> None:
        """Say when the case is looked at again, when that is another day than was said."""
        day_on, step = min(self.looks, default=(None, ""))
        self.file.check_on(self.case_id, self.currency, day_on, step)
