"""The books of a tenant, summed from the topics by code that the services do not share."""

from collections.abc import Mapping

from audit.balance import Difference, differences, version_gaps
from audit.cents import cents
from audit.ledger import Ledger
from audit.log import read_facts
from audit.parties import Parties, parties_of
from audit.summing import ledger_of
from libs.kernel.money import Money
from tests.e2e.platform import Platform


async def audited(
    platform: Platform, tenant: str, closing: Mapping[str, Money]
) -> tuple[Ledger, Parties]:
    """What the auditor sees of a tenant at rest; `closing`: what the bank says, by IBAN.

    Fails on every cent that is not where it belongs, and on every version that is missing.
    """
    facts = await read_facts(platform.kafka)
    ledger, parties = ledger_of(facts, tenant), parties_of(facts, tenant)
    accounts = {iban: account for account, iban in parties.ibans.items()}
    said = {accounts[iban]: cents(str(money)) for iban, money in closing.items()}
    found: list[Difference] = [*version_gaps(facts), *differences(ledger, said)]
    assert found == [], f"{sum(one.cents for one in found)} cents are unaccounted for"
    return ledger, parties
