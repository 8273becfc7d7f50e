"""Files by other hands, in a folder beside the checkout; they are never copied into it."""

import os
from pathlib import Path

VARIABLE = "RELANCE_SAMPLES"
CHECKOUT = Path(__file__).resolve().parents[2]


def samples_folder() -> Path:
    """The folder that `RELANCE_SAMPLES` names, else `../shared/samples` beside the checkout."""
    given = os.environ.get(VARIABLE)
    return Path(given) if given else CHECKOUT.parent / "shared" / "samples"


def files_in(pattern: str) -> list[Path]:
    """All files below the sample folders of that name."""
    folders = samples_folder().glob(pattern)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert files, f"{samples_folder()} has no files in {pattern}"
    return sorted(files)


def name_of(file: Path) -> str:
    """Its path within the sample folder."""
    return str(file.relative_to(samples_folder()))
