"""How imports grow: the same life at two sizes through the CLI, each on a platform of its own."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from bench.laptop import Peaks, imported, platform, relance, rested, simulated, watched


@dataclass(frozen=True, slots=True)
class Measured:
    """One size's figures, seconds of wall clock."""

    documents: int
    entries: int
    invoices_s: float
    bank_s: float
    rest_s: float
    verify_s: float
    verified: str
    peaks: Peaks

    @property
    def whole_s(self) -> float:
        return self.invoices_s + self.bank_s + self.rest_s

    def __str__(self) -> str:
        return (
            f"{self.documents} documents in {self.invoices_s:.0f} s, {self.entries} entries in"
            f" {self.bank_s:.0f} s, at rest {self.rest_s:.0f} s later;"
            f" verify {self.verify_s:.0f} s: {self.verified}\n  peaks: {self.peaks}"
        )


def measure(seed: int, invoices: int, entries: int) -> Measured:
    """A life of this size, on a platform that is made for it and removed."""
    with tempfile.TemporaryDirectory() as folder, platform():
        sizes = {"seed": seed, "invoices": invoices, "bank_entries": entries}
        life = simulated(Path(folder, "life"), "required", **sizes)
        with watched() as peaks:
            invoices_s = imported("invoices", life.invoices, life.creditor)
            bank_s = imported("bank", life.bank, life.creditor, "--add-accounts")
            rest_s = rested()
        began_s = time.monotonic()
        verified = relance("verify").strip().splitlines()[-1]
        return Measured(
            documents=life.documents_count,
            entries=life.entries_count,
            invoices_s=invoices_s,
            bank_s=bank_s,
            rest_s=rest_s,
            verify_s=time.monotonic() - began_s,
            verified=verified,
            peaks=peaks,
        )


@click.command()
@click.option("--seed", default=77, show_default=True)
@click.option("--few", default=1_000, show_default=True, help="Invoices, and as many entries.")
@click.option("--many", default=10_000, show_default=True)
def main(seed: int, few: int, many: int) -> None:
    """Measure both sizes, and how much longer the bigger takes."""
    small = measure(seed, few, few)
    click.echo(small)
    large = measure(seed, many, many)
    click.echo(large)
    times = large.whole_s / small.whole_s
    click.echo(f"{many / few:.0f} times as much takes {times:.1f} times as long")


if __name__ == "__main__":
    main()
