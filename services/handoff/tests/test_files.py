"""The view that dossiers are made from, on a real database."""

from libs.events.contracts.dunning import NoteAdded
from libs.events.contracts.ingestion import DebtorMerged
from libs.events.contracts.model import Erased
from libs.testkit.stack import Addresses
from services.handoff.tests.view_filling import TENANT, named, reading_of, said_of
from services.handoff.views.files import Files, FilesView

FIRST, SECOND, THIRD, STRANGER = (named(one) for one in ("first", "second", "third", "stranger"))


def a_note(debtor: str, note: str) -> NoteAdded:
    return NoteAdded(
        note=note, creditor=named("creditor"), debtor=debtor, noted_by="paula", noted_on=None,
        personal=Erased(),
    )  # fmt: skip


async def test_the_file_of_a_debtor_is_also_that_of_those_that_were_merged_into_it(
    stack: Addresses,
) -> None:
    """What an item had where it came from is of the case that it is in now."""
    said = said_of(
        [
            a_note(FIRST, "n1"),
            DebtorMerged(debtor=FIRST, into=SECOND),
            a_note(SECOND, "n2"),
            DebtorMerged(debtor=SECOND, into=THIRD),
            a_note(THIRD, "n3"),
            a_note(STRANGER, "n4"),
            ("another", DebtorMerged(debtor=STRANGER, into=THIRD)),
        ]
    )
    async with reading_of(stack.postgres, FilesView(), said) as reading:
        files = Files(reading)
        for debtor, notes in ((THIRD, ["n1", "n2", "n3"]), (SECOND, ["n1", "n2"])):
            found = await files.of(TENANT, debtor)
            written = [one["details"]["note"] for one in found if one["what"] == "note_added"]
            assert written == notes
