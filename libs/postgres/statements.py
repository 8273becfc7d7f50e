"""SQL statements, read once from the files beside the code that asks."""

from functools import cache
from pathlib import Path


class Statements:
    """The `.sql` files of one folder, each by its name without the ending."""

    def __init__(self, module_file: str, folder: str = "sql") -> None:
        self._folder = Path(module_file).parent / folder

    def __getitem__(self, name: str) -> str:
        """The statement in `<name>.sql`. Raises FileNotFoundError when there is none."""
        return _read(self._folder / f"{name}.sql")


@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
