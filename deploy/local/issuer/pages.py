"""The page on which somebody of a demo is chosen; there is nothing to type, and no script."""

from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby
from typing import Final

from deploy.local.issuer.people import Person

HEADERS: Final = {
    "Cache-Control": "no-store",
    # A form may lead on to where the login was asked for, which is on this machine.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self' http://127.0.0.1:* http://localhost:*",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

STYLE: Final = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }
p { margin: .5rem 0 1.5rem; }
.warning { border-left: .25rem solid #b45309; padding-left: .75rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
button { display: flex; justify-content: space-between; width: 100%; margin: .25rem 0;
  padding: .6rem .8rem; font: inherit; border: 1px solid; border-radius: .4rem; cursor: pointer;
  background: transparent; color: inherit; }
button:hover, button:focus-visible { outline: 2px solid #2563eb; }
"""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<h1>{title}</h1>
<p class="warning">Development issuer: everybody is let in without a password. For a laptop alone;
services in production do not take its tokens.</p>
{content}
</body>
</html>
"""


def login_page(people: Iterable[Person], query: Mapping[str, str]) -> str:
    """A button for each person; the request for the login goes along with the form."""
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in query.items()
    )
    groups = "\n".join(
        f"<h2>Tenant {escape(tenant)}</h2>\n" + "\n".join(map(_button, members))
        for tenant, members in groupby(people, key=lambda person: person.tenant)
    )
    form = f'<form method="post" action="/authorize">\n{hidden}\n{groups}\n</form>'
    return _PAGE.format(title="Log in as", content=form)


def mistake_page(reason: str) -> str:
    """What is said where nobody can be sent back."""
    return _PAGE.format(title="No login", content=f"<p>{escape(reason)}</p>")


def _button(person: Person) -> str:
    return (
        f'<button name="person" value="{escape(person.subject)}">'
        f"<span>{escape(person.name)}</span><span>{escape(person.role)}</span></button>"
    )
