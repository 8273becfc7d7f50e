"""The page: self-contained, in light and dark, narrow and wide; it fetches and runs nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final

from libs.cli.playing.ageing import Ageing
from libs.cli.showing.chart import chart
from libs.cli.showing.letters import Letter, chosen, frames

CSS: Final = """
:root { color-scheme: light dark; --ink: #1d2329; --faint: #5b6670; --page: #f4f5f7;
  --sheet: #fff; --rule: #dde1e6; --accent: #1f6f54; --good: #1f6f54; --bad: #b3261e;
  --b0: #b9c6cf; --b1: #8fb7a6; --b2: #e3b45c; --b3: #d9803c; --b4: #b34a33; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ec; --faint: #9aa5ae; --page: #14171a;
  --sheet: #1d2226; --rule: #333b42; --accent: #69c2a0; --good: #69c2a0; --bad: #ff8a7d;
  --b0: #4a565f; --b1: #4f8f78; --b2: #c99a43; --b3: #cb7637; --b4: #c4573f; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 64px; }
h1 { font-size: 1.7rem; margin: 0 0 4px; } h2 { font-size: 1.2rem; margin: 40px 0 12px; }
p { margin: 0 0 12px; } .faint { color: var(--faint); }
.figures { display: grid; gap: 12px; margin: 20px 0 0; padding: 0;
  grid-template-columns: repeat(auto-fit, minmax(min(220px, 44%), 1fr)); }
.figures div, .sheet, .mail { background: var(--sheet); border: 1px solid var(--rule);
  border-radius: 10px; }
.figures div { padding: 12px 14px; } .figures dt { color: var(--faint); font-size: .85rem; }
.figures small { display: block; color: var(--faint); font-size: .85rem; font-weight: 400; }
.figures dd { margin: 2px 0 0; font-size: 1.35rem; font-weight: 600;
  font-variant-numeric: tabular-nums; } .good { color: var(--good); } .bad { color: var(--bad); }
.sheet { padding: 18px; overflow-x: auto; }
svg.ageing { width: 100%; min-width: 560px; height: auto; display: block; }
svg text { fill: var(--faint); font: 12px system-ui, sans-serif; } svg .side { font-weight: 600; }
.grid { stroke: var(--rule); } .divider { stroke: var(--accent); stroke-dasharray: 4 4; }
.band0 { fill: var(--b0); } .band1 { fill: var(--b1); } .band2 { fill: var(--b2); }
.band3 { fill: var(--b3); } .band4 { fill: var(--b4); }
ol.timeline { list-style: none; margin: 0; padding: 0; }
ol.timeline li { display: grid; grid-template-columns: 96px 1fr; gap: 14px; padding: 7px 0;
  border-bottom: 1px solid var(--rule); } ol.timeline li:last-child { border: 0; }
ol.timeline time { color: var(--faint); font-variant-numeric: tabular-nums; font-size: .9rem; }
ol.timeline span { overflow-wrap: anywhere; }
.mails { display: grid; gap: 18px; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); }
.mail { overflow: hidden; } .mail header { padding: 12px 14px; display: grid; gap: 2px;
  border-bottom: 1px solid var(--rule); font-size: .9rem; overflow-wrap: anywhere; }
.mail header span { color: var(--faint); font-size: .82rem; }
.mail iframe { width: 100%; height: 820px; border: 0; display: block; }
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page is made of."""

    title: str
    figures: Sequence[tuple[str, str, bool | None]]
    """Name, value, and whether it is good; None: neither."""
    ageing: Sequence[Ageing]
    began_on: str
    debtor: str
    timeline: Iterable[tuple[str, str]]
    """Day and sentence."""
    letters: Sequence[Letter] = field(default_factory=tuple)


def page(shown: Shown) -> str:
    """One HTML document."""
    few = chosen(shown.letters)
    return f"""<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{escape(shown.title)}</title><style>{CSS}</style></head>
<body><main>
<h1>{escape(shown.title)}</h1>
<p class="faint">Played day by day through the real services; counted from the topics and the
mailbox by a program that shares no code with them.</p>
<dl class="figures">{_figures(shown.figures)}</dl>
<h2>Ageing before and after the first reminder</h2>
<div class="sheet">{chart(shown.ageing, shown.began_on)}</div>
<h2>One debtor: {escape(shown.debtor)}</h2>
<div class="sheet"><ol class="timeline">{_timeline(shown.timeline)}</ol></div>
<h2>Mails as they were received</h2>
<p class="faint">{len(few)} of {len(shown.letters)}, each as its reader sees it.</p>
<div class="mails">{frames(few)}</div>
</main></body></html>
"""


def _figures(figures: Iterable[tuple[str, str, bool | None]]) -> str:
    tone = {True: ' class="good"', False: ' class="bad"', None: ""}
    return "".join(
        f"<div><dt>{escape(name)}</dt><dd{tone[is_good]}>{_value(value)}</dd></div>"
        for name, value, is_good in figures
    )


def _value(value: str) -> str:
    """A count, with its amount below."""
    count, _, amount = value.partition(" · ")
    return escape(count) + (f"<small>{escape(amount)}</small>" if amount else "")


def _timeline(entries: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f"<li><time>{escape(day)}</time><span>{escape(said)}</span></li>" for day, said in entries
    )


def figures_of(audit: dict[str, Any], said: dict[str, str]) -> list[tuple[str, str, bool | None]]:
    """The auditor's; `said`: its amounts as text."""
    chase = audit["chase"]
    wrongful, cents = chase["wrongful"], audit["cents_unaccounted"]
    return [
        ("invoices in", said["invoices"], None),
        ("payments applied", said["applied"], None),
        ("demands sent", str(chase["sent"]), None),
        ("recalled", str(chase["recalled"]), None),
        ("calls made", str(chase["calls"].get("logged", 0)), None),
        ("handed on", str(chase["placements"]), None),
        ("wrongful demands", str(wrongful), wrongful == 0),
        ("cents unaccounted for", str(cents), cents == 0),
    ]
