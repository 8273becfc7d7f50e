"""Templates become pages; every value that they show is escaped."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from services.console.web.ports import Session
from services.console.web.words import LOCALES, Words

HERE: Final = Path(__file__).parent
OF_ALL: Final = ("today", "debtors", "credit")
"""Pages that sales see too, of their own debtors."""
OF_WHO_LOOKS: Final = (
    "payments", "placements", "overview", "messages", "policies", "imports", "parked",
)  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that the browser is given beside pages."""

    kind: str
    raw: bytes


@dataclass(frozen=True)
class Renderer:
    """The templates, and the files that they name."""

    folder: Path = HERE

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        """By name."""
        return {
            file.name: Asset(KINDS[file.suffix], file.read_bytes())
            for file in sorted((self.folder / "static").iterdir())
            if file.suffix in KINDS
        }

    @cached_property
    def edition(self) -> str:
        """Changes with any of the files, so that browsers may keep them for ever."""
        digest = hashlib.sha256()
        for name, asset in self.assets.items():
            digest.update(name.encode() + asset.raw)
        return digest.hexdigest()[:12]

    @cached_property
    def _templates(self) -> Environment:
        templates = Environment(
            loader=FileSystemLoader(self.folder / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        templates.globals["asset"] = lambda name: f"/static/{self.edition}/{name}"
        templates.globals["languages"] = dict(LOCALES)
        return templates

    def prepare(self) -> None:
        """Read what every page is made of: else the first to ask for each waits for that."""
        _ = self.edition
        for name in self._templates.list_templates():
            self._templates.get_template(name)

    def page(
        self, template: str, view: "View", *, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page; it is kept by nobody."""
        text = self._templates.get_template(template).render(view=view, w=view.words, **values)
        return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})


@dataclass(frozen=True, slots=True)
class View:
    """What every page shows around what it is about."""

    words: Words
    path: str
    """As it is asked for, with its query: where a change of language comes back to."""
    session: Session | None = None
    done: str = ""
    """Key of what was just done; empty: nothing."""
    problem: str = ""
    """Why what was asked was not done."""
    entered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What stood in the form that was refused."""
    refused: str = ""
    """The last part of that form's address."""
    is_unheard: bool = False
    """Whether nobody heard what became of it: sent again as it stands, it is the same wish."""
    live: str | None = None
    """The debtor whose happenings refresh the page; empty: anybody's; None: it stays as it is."""

    def kept(self, form: str, name: str, otherwise: str = "", about: str = "") -> str:
        """What somebody typed into, or chose in, a form that was refused.

        `about`: the id in it of what it is about, where a page has several forms of a kind.
        """
        if name not in self.entered or not self._is_refused(form, about):
            return otherwise
        return self.entered[name][0]

    def wish(self, action: str, about: str = "") -> str:
        """What makes a form that is sent twice one wish; a page that is shown anew has new ones."""
        if self.is_unheard and self._is_refused(action.rpartition("/")[2], about):
            return self.entered.get("wish", ("",))[0]
        return secrets.token_hex(16)

    def ticked(self, form: str, name: str, value: str, *, otherwise: bool = False) -> bool:
        """Whether a box is; in a form that was refused it is as it was sent."""
        if not self._is_refused(form):
            return otherwise
        return value in self.entered.get(name, ())

    def _is_refused(self, form: str, about: str = "") -> bool:
        is_about = not about or any(about in some for some in self.entered.values())
        return form == self.refused and is_about

    @property
    def csrf(self) -> str:
        return self.session.csrf if self.session else ""

    @property
    def may_look(self) -> bool:
        """Whether all of the tenant's is shown; else only debtors of the own portfolio."""
        return bool(self.session and self.session.principal.may("look"))

    @property
    def may_approve(self) -> bool:
        """Whether forms for what takes a second pair of eyes are shown."""
        return bool(self.session and self.session.principal.may("approve"))

    @property
    def pages(self) -> tuple[str, ...]:
        """Whose names stand at the top: what the reader may look at."""
        return (*OF_ALL, *OF_WHO_LOOKS) if self.may_look else OF_ALL

    @property
    def may_decide(self) -> bool:
        """Whether forms are shown; who may what is decided by the services."""
        return bool(self.session and self.session.principal.may("work"))
