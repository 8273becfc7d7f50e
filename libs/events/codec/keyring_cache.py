"""Keys that were fetched lately: bounded in number and in life, forgotten on a destruction."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from time import monotonic

from libs.events.codec.keyring import Kept, Subject


class KeyCache:
    """The keys used last. None of them is older than `life_s`, and so is no destroyed one.

    Each destruction raises the keyring's epoch; the first answer at a later one empties the
    cache, so that while a service asks at all, a destroyed key is forgotten much sooner.
    """

    def __init__(
        self, *, keys_max: int, life_s: float, seconds: Callable[[], float] = monotonic
    ) -> None:
        self._keys_max, self._life_s, self._seconds = keys_max, life_s, seconds
        self._kept: OrderedDict[Subject, tuple[Kept, float]] = OrderedDict()
        self._epoch = 0

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, subjects: Collection[Subject]) -> dict[Subject, Kept]:
        """Those that are known and young enough."""
        now = self._seconds()
        found = {}
        for subject in subjects:
            kept, until = self._kept.get(subject, (None, 0.0))
            if kept is None:
                continue
            if until <= now:
                del self._kept[subject]
                continue
            self._kept.move_to_end(subject)
            found[subject] = kept
        return found

    def keep(self, fetched: Mapping[Subject, Kept], epoch: int) -> None:
        """Remember what was read at `epoch`; nothing when a later one was seen meanwhile."""
        if epoch < self._epoch:
            return
        if epoch > self._epoch:
            self.forget()
            self._epoch = epoch
        until = self._seconds() + self._life_s
        for subject, kept in fetched.items():
            self._kept[subject] = (kept, until)
            self._kept.move_to_end(subject)
        while len(self._kept) > self._keys_max:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        self._kept.clear()
