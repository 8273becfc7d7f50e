"""`python -m deploy.documents [FOLDER]`: docs/problems.md, and OpenAPI documents in a folder."""

import sys
from pathlib import Path

import orjson

from deploy.documents.openapi import SERVICES, document_of
from deploy.documents.problems import PAGE, page
from deploy.documents.rules import every_rule


def main(folder: str | None) -> None:
    """Without a folder no OpenAPI document is written: a running service has its own."""
    PAGE.write_text(page(every_rule()), "utf-8")
    if folder is not None:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name in SERVICES:
            raw = orjson.dumps(document_of(name), option=orjson.OPT_INDENT_2)
            (Path(folder) / f"{name}.json").write_bytes(raw)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
