"""Master keys in files: the current one, read anew when its file changes, and those before it."""

import secrets as chance
from collections.abc import Iterator

from libs.chassis.secrets import MASTER_KEY, SecretFiles, earlier_master, write_secret
from libs.events.codec.master_key import HeldMasterKey

_ANY_EARLIER = earlier_master("*")


class MasterKeyFiles:
    """`master.key`, and `master.<id>.key` for each that was current before."""

    def __init__(self, secrets: SecretFiles) -> None:
        self._secrets = secrets
        self._state = secrets.master_key_state()
        self._current = HeldMasterKey(secrets.master_key())
        self._earlier: dict[str, HeldMasterKey] = {}

    def current(self) -> HeldMasterKey:
        """Raises SecretMissing when its file was taken away."""
        state = self._secrets.master_key_state()
        if state != self._state:
            self._current = HeldMasterKey(self._secrets.master_key())
            self._state = state
        return self._current

    def of(self, master_id: str) -> HeldMasterKey | None:
        if master_id == self._current.id or master_id == self.current().id:
            return self._current
        if master_id not in self._earlier:
            raw = self._secrets.master_key_of(master_id)
            if raw is None:
                return None
            self._earlier[master_id] = HeldMasterKey(raw)
        return self._earlier[master_id]

    def earlier(self) -> Iterator[str]:
        """Ids of those that are kept and not current."""
        current = self.current().id
        for path in sorted(self._secrets.folder.glob(_ANY_EARLIER)):
            held = HeldMasterKey(bytes.fromhex(path.read_text("utf-8").strip()))
            if held.id != current:
                yield held.id

    def renew(self) -> HeldMasterKey:
        """Make a new current one; the one before is kept first, so that no moment is without it."""
        folder, old = self._secrets.folder, self.current()
        write_secret(folder / earlier_master(old.id), self._secrets.master_key().hex())
        write_secret(folder / MASTER_KEY, chance.token_bytes(32).hex())
        return self.current()

    def drop(self, master_id: str) -> None:
        """Take away the file of an earlier one; only when nothing is wrapped by it."""
        (self._secrets.folder / earlier_master(master_id)).unlink(missing_ok=True)
        self._earlier.pop(master_id, None)
