"""The books of a tenant, summed from the topics by code that the services do not share."""

import asyncio
from collections.abc import Mapping

from audit.balance import Difference, differences, version_gaps
from audit.cents import cents
from audit.chase_summary import Chased, Evidence, chased
from audit.chase_text import chase_text
from audit.ledger import Ledger
from audit.mails import read_mails
from audit.parties import Parties, parties_of
from audit.summing import ledger_of
from libs.kernel.money import Money
from tests.e2e.platform import AGE_MAX_S, Platform


async def audited(
    platform: Platform, tenant: str, closing: Mapping[str, Money]
) -> tuple[Ledger, Parties]:
    """What the auditor sees of a tenant at rest; `closing`: what the bank says, by IBAN.

    Fails on every cent that is not where it belongs, and on every version that is missing.
    """
    facts = await platform.log.facts()
    ledger, parties = ledger_of(facts, tenant), parties_of(facts, tenant)
    accounts = {iban: account for account, iban in parties.ibans.items()}
    said = {accounts[iban]: cents(str(money)) for iban, money in closing.items()}
    found: list[Difference] = [*version_gaps(facts), *differences(ledger, said)]
    assert found == [], f"{sum(one.cents for one in found)} cents are unaccounted for"
    return ledger, parties


async def chase_audited(platform: Platform, tenant: str) -> Chased:
    """What the auditor sees of a tenant's chase at rest, mails of the whole platform beside it.

    Fails on every demand that should not have left, and on what is owed and not done.
    """
    facts, asked, _ = await platform.log.everything()
    mails = await asyncio.to_thread(read_mails, platform.postbox.folder)
    found = chased(Evidence(facts, asked, mails, None, age_max_s=AGE_MAX_S), tenant)
    assert found.agrees, chase_text(found)
    return found
