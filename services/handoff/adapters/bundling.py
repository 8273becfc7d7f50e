"""A dossier as one file: what is known of a case as JSON, its documents and messages, a manifest.

The manifest names each file with its hash, and chains them: whoever has the last link has proof of
every file and of their order. The same files give the same bytes.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any, Final

import orjson

MANIFEST: Final = "manifest.json"
_FIRST_LINK: Final = "0" * 64
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The first that the format knows: when it was made is not what it says."""


def bundled(files: Mapping[str, bytes]) -> tuple[bytes, str]:
    """The ZIP of `files` by path, and the last link of the manifest's chain."""
    entries, link = _chained(files)
    said = orjson.dumps({"files": entries, "chain": link}, option=orjson.OPT_INDENT_2)
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**files, MANIFEST: said}.items():
            archive.writestr(zipfile.ZipInfo(path, _NO_TIME), content, zipfile.ZIP_DEFLATED)
    return raw.getvalue(), link


def _chained(files: Mapping[str, bytes]) -> tuple[list[dict[str, Any]], str]:
    """Each link is the hash of the one before and of its file's, as text."""
    entries, link = [], _FIRST_LINK
    for path, content in files.items():
        digest = hashlib.sha256(content).hexdigest()
        link = hashlib.sha256(f"{link}{digest}".encode()).hexdigest()
        entries.append({"path": path, "bytes": len(content), "sha256": digest, "link": link})
    return entries, link
