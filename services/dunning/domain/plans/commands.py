"""What people say of plans; all of it goes to `<tenant>/debtor/<id>`."""

from datetime import date

from libs.events.contracts.model import Command, Field, Part
from libs.kernel.money import Money

INSTALMENTS_MAX = 60


class InstalmentWanted(Part):
    """A part of a plan's sum, and its day."""

    amount: Money
    due_on: date


class ProposePlan(Command, type="relance.dunning.propose_plan.v1"):
    """A plan is drawn up; answers `plan`, `case`, `total`. It holds nothing before it is agreed."""

    debtor: str
    items: tuple[str, ...] = Field(max_length=400)
    """Of one currency, in the order in which they are to be paid; empty: all that is open."""
    instalments: tuple[InstalmentWanted, ...] = Field(min_length=1, max_length=INSTALMENTS_MAX)
    """By their days; together what is open of the items."""
    proposed_by: str


class AgreePlan(Command, type="relance.dunning.agree_plan.v1"):
    """The debtor agreed to a plan; answers `plan`, `case`.

    A plan that is kept, and open promises, about one of its items are replaced by it.
    """

    debtor: str
    plan: str
    noted_by: str


class EndPlan(Command, type="relance.dunning.end_plan.v1"):
    """A plan does not count any more: its items are asked for again."""

    debtor: str
    plan: str
    ended_by: str


PLAN_COMMANDS: tuple[type[Command], ...] = (ProposePlan, AgreePlan, EndPlan)
