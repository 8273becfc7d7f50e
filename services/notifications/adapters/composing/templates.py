"""The shipped templates: found, rendered, and known by the hash of what they are made of."""

import hashlib
import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import jinja2
import yaml

from services.notifications.adapters.composing.languages import FOLDER as LANGUAGES
from services.notifications.adapters.composing.languages import languages

FOLDER: Final = Path(__file__).parent / "templates"
LAYOUT: Final = Path(__file__).parent / "layout"
CODE_ID: Final = "payment-code@relance"
"""Content-ID under which the HTML shows the payment code."""

_phrases: Final = jinja2.Environment(undefined=jinja2.StrictUndefined)
"""Of plain text: the layout of HTML escapes what it shows."""
_pages: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(LAYOUT),
    undefined=jinja2.StrictUndefined,
    autoescape=jinja2.select_autoescape(enabled_extensions=("html.j2",)),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


_MISTAKES: Final = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What words can do wrong: they are data."""
_BREAKS: Final = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")


class TemplateMistake(Exception):
    """A template is not there, or cannot be rendered; the text names it and no value."""


@dataclass(frozen=True, slots=True)
class Template:
    """What one template says in one language."""

    name: str
    version: str
    subject: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    answer_days: int = 0
    """Until when an answer is asked for; 0: no day is named."""
    words: dict[str, str] = field(default_factory=dict)
    """Further phrases, by name."""

    def say(self, phrase: str, values: dict[str, Any]) -> str:
        """Plain text on one line. Raises TemplateMistake."""
        try:
            return one_line(_phrase(phrase).render(values))
        except _MISTAKES as mistake:
            raise TemplateMistake(f"template {self.name}: {_told(mistake)}") from mistake


@lru_cache(maxsize=1024)
def _phrase(text: str) -> jinja2.Template:
    """Raises jinja2.TemplateError."""
    return _phrases.from_string(text)


def one_line(text: str) -> str:
    """Without control characters, and with one space where there were several."""
    return _BREAKS.sub(" ", text).strip()


def page(kind: str, values: dict[str, Any]) -> str:
    """The layout `mail.<kind>.j2` with these values. Raises TemplateMistake."""
    try:
        return _pages.get_template(f"mail.{kind}.j2").render(values)
    except _MISTAKES as mistake:
        raise TemplateMistake(f"layout of {kind}: {_told(mistake)}") from mistake


@cache
def template_of(name: str, language: str, folder: Path = FOLDER) -> Template:
    """Raises TemplateMistake when there is none, or it is not written as one is."""
    file = folder / name / f"{language}.yaml"
    if name not in template_names(folder) or not file.is_file():
        raise TemplateMistake(f"there is no template {name!r} in {language!r}")
    try:
        told = yaml.safe_load(file.read_text("utf-8"))
        told["opening"], told["closing"] = tuple(told["opening"]), tuple(told["closing"])
        return Template(name=name, version=_version(file, language), **told)
    except (yaml.YAMLError, TypeError, KeyError) as mistake:
        raise TemplateMistake(f"template {name} in {language} is not readable") from mistake


@cache
def template_names(folder: Path = FOLDER) -> frozenset[str]:
    return frozenset(one.name for one in folder.iterdir() if one.is_dir())


def languages_of(name: str, folder: Path = FOLDER) -> frozenset[str]:
    """In which languages the template is written; none for one that is not there."""
    if name not in template_names(folder):
        return frozenset()
    written = {file.stem for file in (folder / name).glob("*.yaml")}
    return frozenset(written & languages())


def _version(file: Path, language: str) -> str:
    """Of the words, the language and the layout: with these the message reads the same again."""
    files = (file, LANGUAGES / f"{language}.yaml", *sorted(LAYOUT.iterdir()))
    digest = hashlib.sha256()
    for one in files:
        digest.update(one.name.encode() + b"\0" + one.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _told(mistake: Exception) -> str:
    """What is wrong, without values: those may be names."""
    line = getattr(mistake, "lineno", None)
    return f"{type(mistake).__name__}{f' in line {line}' if line else ''}"
