"""A house of dunning that many tests look at and none changes."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from libs.testkit.stack import Addresses
from services.dunning.tests.building import TENANT, a_creditor, a_day, a_debtor, a_policy
from services.dunning.tests.debtor_facts import an_item
from services.dunning.tests.facing import Office, office
from services.dunning.tests.view_filling import named


@pytest.fixture(name="house")
async def _house(stack: Addresses, tmp_path: Path) -> AsyncIterator[Office]:
    debtor = named("debtor")
    facts = (
        a_creditor(),
        a_policy(),
        a_day("2026-03-10"),
        a_debtor(debtor),
        an_item(named("item"), "120.00", due="2026-03-06", debtor=debtor),
    )
    async with office(stack.postgres, tmp_path, facts=facts) as platform:
        yield platform.as_(TENANT)
