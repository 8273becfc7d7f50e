"""A camt.053 file as the statements that it holds."""

from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from services.matching.adapters.camt.entries import entries_of
from services.matching.adapters.camt.fields import day, text
from services.matching.adapters.camt.limits import Limits
from services.matching.adapters.camt.messages import message_of
from services.matching.adapters.camt.nodes import Node, node_of
from services.matching.adapters.camt.pages import Page, joined
from services.matching.adapters.camt.parsers import name_of
from services.matching.adapters.camt.parsing import elements_of
from services.matching.adapters.camt.refusals import (
    NoStatement,
    TooManyEntries,
    TooManyStatements,
)
from services.matching.adapters.camt.safety import checked
from services.matching.adapters.camt.schemas import schema_of
from services.matching.adapters.camt.statements import account_of, page_of
from services.matching.domain.statements.content import EntryContent, StatementContent

DEFAULT_LIMITS = Limits()


def read_camt(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[StatementContent, ...]:
    """Every statement of a camt.053 file, its pages joined, in the file's order.

    Versions 02, 04 and 08 are held to the standard's schema; others are read as far as they are
    alike. Nothing is returned of a file with a mistake anywhere. Raises StatementFileRefused.
    """
    xml = checked(raw, limits)
    message = message_of(xml)
    gathered = _Gathered(limits)
    for element in elements_of(xml, message, schema_of(message), limits):
        gathered.take(element)
    if not gathered.pages:
        raise NoStatement
    return tuple(joined(gathered.pages, gathered.message_id))


@dataclass
class _Gathered:
    """What has been read so far."""

    limits: Limits
    pages: list[Page] = field(default_factory=list)
    message_id: str = ""
    _entries: list[EntryContent] = field(default_factory=list)
    _entries_count: int = 0
    _left_out_count: int = 0
    _header: "_Header | None" = None

    def take(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "GrpHdr":
            self.message_id = text(node_of(element), "MsgId")[:140]
        elif name == "Stmt":
            self._take_statement(node_of(element))
        elif (stmt := element.getparent()) is not None and name_of(stmt) == "Stmt":
            if self._header is None:
                self._header = _Header.of(node_of(stmt))
            self._take_entry(node_of(element, "Stmt"), self._header)

    def _take_entry(self, ntry: Node, header: "_Header") -> None:
        read = entries_of(ntry, header.account_number, header.closing_on)
        self._entries += read
        self._entries_count += len(read)
        self._left_out_count += not read
        if self._entries_count > self.limits.entries_max:
            raise TooManyEntries(entries_max=self.limits.entries_max)

    def _take_statement(self, stmt: Node) -> None:
        if len(self.pages) >= self.limits.statements_max:
            raise TooManyStatements(statements_max=self.limits.statements_max)
        self.pages.append(page_of(stmt, self._entries, self._left_out_count))
        self._entries, self._left_out_count, self._header = [], 0, None


@dataclass(frozen=True, slots=True)
class _Header:
    """What an entry has to know of the statement that it stands in."""

    account_number: str
    closing_on: date | None

    @classmethod
    def of(cls, stmt: Node) -> "_Header":
        days = (day(balance, "Dt") for balance in stmt.all("Bal"))
        latest = max((found for found in days if found is not None), default=None)
        return cls(account_of(stmt).number, latest)
