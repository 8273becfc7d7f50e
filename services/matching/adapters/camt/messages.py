"""Which ISO 20022 message a file is, told from its first element."""

import re
from contextlib import suppress
from typing import Final

from lxml import etree

from services.matching.adapters.camt.parsers import events_of, pull_parser
from services.matching.adapters.camt.refusals import (
    NotAStatement,
    NotWellFormed,
    OnlyAnnounces,
)

_MESSAGE: Final = re.compile(r"(camt)\.(05[234])\.(\d{3})\.(\d{2})$")
_ROOT_WITHIN: Final = 64 * 1024  # comments before the root may be long, but not without end
_SAID_MAX: Final = 120


def message_of(xml: bytes) -> str:
    """The message's name and version, `camt.053.001.08`.

    Raises OnlyAnnounces for camt.052 and 054, NotAStatement for all else, NotWellFormed.
    """
    name = _root(xml)
    found = _MESSAGE.search(name.namespace or "")
    if found is None or name.localname != "Document":
        said = f"<{name.localname}> of {name.namespace or 'no namespace'}"
        raise NotAStatement(found=said[:_SAID_MAX])
    if found[2] != "053":
        raise OnlyAnnounces(message=found[0])
    return found[0]


def _root(xml: bytes) -> etree.QName:
    parser = pull_parser()
    # What stands after the root is read, and refused, with more care later.
    with suppress(etree.XMLSyntaxError):
        parser.feed(xml[:_ROOT_WITHIN])
    for _, element in events_of(parser):
        return etree.QName(element)
    first = next(iter(parser.feed_error_log), None)
    reason = first.message if first else "no element begins in its first 64 KiB"
    raise NotWellFormed(line=first.line if first else 1, reason=reason.strip()[:_SAID_MAX])
