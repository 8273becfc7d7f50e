"""A small chase by hand: one invoice, asked for once; minutes are counted from noon."""

from datetime import date, datetime, timedelta
from typing import Any

from audit.causes import Causes
from audit.chase import Chase
from audit.chasing import chase_of
from audit.log import Asked
from audit.mails import Mail
from audit.tests.building import CREDITOR, RECORDED, TENANT, Log

CASE = "case-1"
MAIL_ID = "<m1@relance.example>"
DAY = "2026-02-16"
DUE = "2026-02-04"


class Chasing(Log):
    """What dunning and notifications say of one debtor, C-1, and its invoices."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []

    def at(self, minutes: float) -> "Chasing":
        """What is said from here on, the broker has at this minute."""
        self.now = RECORDED + timedelta(minutes=minutes)
        return self

    def asks(self, command: str, *, cause: str = "") -> str:
        """A command that the broker has now; returns its id."""
        self.asked.append(Asked(command, cause, self.now))
        return command

    def dunning(self, name: str, stream: str, **fields: Any) -> None:
        about = {"case": CASE, "creditor": CREDITOR, "debtor": "debtor-C-1"}
        self.say(name, stream, service="dunning", **{**about, **fields})

    def notifications(self, name: str, **fields: Any) -> None:
        about = {"message": "m1", "demand": "d1", "case": CASE, "debtor": "debtor-C-1"}
        self.say(name, "message/m1", service="notifications", **{**about, **fields})

    def day(self, day_on: str) -> None:
        self.say("day_started", "day/*", service="calendar", day_on=day_on, tenant=TENANT)

    def item(self, number: str = "F-1", amount: str = "100.00 EUR") -> None:
        """An invoice that dunning follows; its id is its number."""
        self.invoice(number, "C-1", amount)
        self.dunning(
            "item_followed", f"item/{number}", item=number, number=number, due_on="2026-02-04"
        )

    def allocated_to(
        self, number: str, amount: str, *, cause: str = "", kind: str = "share"
    ) -> None:
        self.say(
            "payment_allocated", f"share/s-{number}-{amount}", cause=cause,
            source=f"s-{number}-{amount}", source_kind=kind, item=number, amount=amount,
        )  # fmt: skip

    def proposed(
        self, *lines: tuple[str, str], demand: str = "d1", step: str = "reminder", day: str = DAY
    ) -> None:
        """A demand for items by number and amount; without a line: F-1 for 100.00."""
        items = a_line(*(lines or (("F-1", "100.00 EUR"),)), step=step)
        total = sum(int(float(one["asked"].split()[0]) * 100) for one in items)
        money = f"{total // 100}.{total % 100:02d} EUR"
        self.dunning(
            "demand_proposed", f"demand/{demand}", demand=demand, items=items, total=money,
            credit="0.00 EUR", net=money, step=step, day_on=day,
        )  # fmt: skip
        self.notifications(
            "message_composed", message=f"m{demand[1:]}", demand=demand, lines=items,
            message_id=f"<m{demand[1:]}@relance.example>",
        )  # fmt: skip

    def started(self, *, minutes: float, attempt: int = 1, demand: str = "d1") -> None:
        """Its barrier began so many minutes after noon."""
        self.notifications(
            "send_started", message=f"m{demand[1:]}", demand=demand, attempt=attempt, token="t1",
            began_at=(RECORDED + timedelta(minutes=minutes)).isoformat(),
        )  # fmt: skip

    def sent(self, *, attempt: int = 1, demand: str = "d1", repeated: bool = False) -> None:
        message = f"m{demand[1:]}"
        fields = {"message": message, "demand": demand, "attempt": attempt}
        self.notifications("message_sent", **fields, repeated=repeated)
        self.dunning("demand_ended", f"demand/{demand}", demand=demand, outcome="sent")

    def taken(self, number: str, step: str = "reminder", *, by: str = "d1", on: str = DAY) -> None:
        self.dunning(
            "step_taken", f"item/{number}", item=number, step=step, taken_on=on, way="sent", by=by
        )

    def chase(self) -> Chase:
        return chase_of(self.facts, TENANT, Causes(self.facts, self.asked))


def a_line(*lines: tuple[str, str], step: str = "reminder") -> list[dict[str, str]]:
    """All that is open of each."""
    return [
        {"item": n, "number": n, "asked": amount, "open": amount, "due_on": DUE, "step": step}
        for n, amount in lines
    ]


def a_chase() -> Chasing:
    """F-1 of 100.00 is open from noon on; asked for at minute 10; sent at minute 11."""
    chase = Chasing()
    chase.creditor()
    chase.item()
    return chase


def asked_and_sent(chase: Chasing) -> Chasing:
    chase.at(9).proposed()
    chase.at(10.5).started(minutes=10)
    chase.at(11).sent()
    chase.taken("F-1")
    return chase


def a_mail(
    *,
    minutes: float = 10.4,
    message_id: str = MAIL_ID,
    text: str = "F-1: 100,00 EUR",
    html: str = "",
    answered: bool = True,
) -> Mail:
    arrived_at: datetime = RECORDED + timedelta(minutes=minutes)
    name = f"mail-{minutes}"
    return Mail(name, message_id, ("c@x",), arrived_at, answered, "", text, html or text)


def on(day: str) -> date:
    return date.fromisoformat(day)
