"""Rounds as one table: faults and moments, what went in, and what each invariant found."""

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.faults.checks import WITH_ERRANDS
from tests.faults.rounds import ERRANDS, KINDS, MINIMA, Row

COUNTS = (
    ("inputs", "inputs decided"),
    ("again", "inputs that came again"),
    ("payments", "payments applied"),
    ("crossing", "of them over partitions"),
    ("sent", "demands sent"),
    ("withdrawn", "withdrawn"),
    ("uncertain", "uncertain attempts"),
    ("repeated", "repeated"),
    ("needless", "gated or held without a fact"),
    ("unexplained", "held by a barrier that was not had in time"),
    ("takeovers", "takeovers"),
    ("merges", "debtors merged"),
    ("internal", "mails to the creditor's people"),
    ("limits", "limits granted"),
)
OF_A_ROUND = (*MINIMA, *ERRANDS)


def table_of(rows: Sequence[Row]) -> str:
    """In Markdown; what is not green is told below it."""
    faults, counts, checked, broken = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        faults.update(row.faults)
        faults.update(row.moments)
        counts.update(row.counts)
        checked.update(row.checked)
        broken.update(invariant for invariant, _ in row.wrong)
    lines = [f"| {len(rows)} rounds, {sum(r.is_green for r in rows)} green | count |", "|---|---:|"]
    lines += [f"| {kind} | {faults[kind]} |" for kind in KINDS]
    lines += [f"| **{shown}** | {counts[name]} |" for name, shown in COUNTS]
    lines += ["", "| invariant | held against | broken |", "|---|---:|---:|"]
    lines += [f"| {one} | {checked[one]} | {broken[one]} |" for one in WITH_ERRANDS]
    lines += ["", *_round_by_round(rows)]
    red = [row.text() for row in rows if not row.is_green]
    return "\n".join([*lines, *(["", *red] if red else []), ""])


def _round_by_round(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| seed | round | build | {' | '.join(OF_A_ROUND)} | seconds | green |"
    yield "|---:|---:|---|" + "---:|" * (len(OF_A_ROUND) + 1) + "---|"
    for row in sorted(rows, key=lambda row: (row.seed, row.number, row.deduplicated)):
        build = row.build + " (deduplicates)" * row.deduplicated
        untold = () if row.has_errands else ERRANDS
        figures = ["" if name in untold else row.counts.get(name, 0) for name in OF_A_ROUND]
        is_green = "yes" if row.is_green else "**no**"
        cells = [row.seed, row.number, build, *figures, f"{row.seconds:.0f}", is_green]
        yield f"| {' | '.join(map(str, cells))} |"
