"""What was asked for, and which steps were taken, as the events of dunning say."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from audit.cents import cents
from audit.chase import Chase, Demand, Fields, Followed, Handler, Line, Taken


def lines_of(lines: Iterable[Fields]) -> tuple[Line, ...]:
    return tuple(
        Line(one["item"], one["number"], cents(one["asked"]), one["step"]) for one in lines
    )


def _proposed(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.demands[f["demand"]] = Demand(
        id=f["demand"],
        case=f["case"],
        creditor=f["creditor"],
        debtor=f["debtor"],
        currency=f["total"].split(" ")[1],
        day_on=date.fromisoformat(f["day_on"]),
        step=f["step"],
        lines=lines_of(f["items"]),
        total=cents(f["total"]),
        credit=cents(f["credit"]),
        net=cents(f["net"]),
    )


def _case_opened(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.cases[f["case"]] = f["policy"]


def _followed(chase: Chase, f: Fields, _at: datetime) -> None:
    due_on = date.fromisoformat(f["due_on"])
    chase.followed[f["item"]] = Followed(f["case"], f["debtor"], f["number"], due_on)


def _changed(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.followed[f["item"]].due_on = date.fromisoformat(f["due_on"])


def _gated(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.gated[f["gate"]] += 1
    chase.gates_of[f["case"]].add(f["gate"])


def _recalled(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.demands[f["demand"]].recalled_by.append(f["gate"])


def _ended(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.demands[f["demand"]].outcomes.append(f["outcome"])


def _taken(chase: Chase, f: Fields, _at: datetime) -> None:
    on = date.fromisoformat(f["taken_on"])
    chase.taken[f["item"]].append(Taken(f["step"], on, f["way"], f["by"]))


def _undone(chase: Chase, f: Fields, _at: datetime) -> None:
    for taken in reversed(chase.taken[f["item"]]):
        if (taken.step, taken.by, taken.undone) == (f["step"], f["by"], False):
            taken.undone = True
            break


def _call(what: str) -> Handler:
    def called(chase: Chase, _f: Fields, _at: datetime) -> None:
        chase.calls[what] += 1

    return called


def _placed(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.placements[f["placement"]] = tuple(one["item"] for one in f["items"])


def _task(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.tasks[f["kind"]] += 1
    if f["kind"] == "promise_not_judged":
        chase.promise_tasks.add(f["about"])


def _policy(chase: Chase, f: Fields, _at: datetime) -> None:
    chase.steps[f["facts"]["policy"]] = tuple(f["facts"]["steps"])


DEMANDING: Mapping[tuple[str, str], Handler] = {
    ("dunning", "policy_published"): _policy,
    ("dunning", "case_opened"): _case_opened,
    ("dunning", "item_followed"): _followed,
    ("dunning", "item_taken_in"): _followed,
    ("dunning", "item_changed"): _changed,
    ("dunning", "demand_proposed"): _proposed,
    ("dunning", "demand_gated"): _gated,
    ("dunning", "demand_recalled"): _recalled,
    ("dunning", "demand_ended"): _ended,
    ("dunning", "step_taken"): _taken,
    ("dunning", "step_undone"): _undone,
    ("dunning", "placement_proposed"): _placed,
    ("dunning", "call_scheduled"): _call("scheduled"),
    ("dunning", "call_logged"): _call("logged"),
    ("dunning", "call_missed"): _call("missed"),
    ("dunning", "call_dropped"): _call("dropped"),
    ("dunning", "task_opened"): _task,
}
