"""What left the house and what did not, as the events of notifications say."""

from collections.abc import Mapping
from datetime import datetime

from audit.chase import Chase, Fields, Handler, Message, Start
from audit.demanding import lines_of


def _message(chase: Chase, f: Fields) -> Message:
    return chase.messages.setdefault(f["message"], Message(f["message"], f["demand"]))


def _composed(chase: Chase, f: Fields, _at: datetime) -> None:
    message = _message(chase, f)
    message.message_id, message.lines = f["message_id"], lines_of(f["lines"])


def _held(chase: Chase, f: Fields, _at: datetime) -> None:
    _message(chase, f).held.append(f["cause"])


def _withdrawn(chase: Chase, f: Fields, _at: datetime) -> None:
    _message(chase, f).withdrawn.append(f.get("gate") or f["reason"])


def _started(chase: Chase, f: Fields, _at: datetime) -> None:
    began_at = datetime.fromisoformat(f["began_at"])
    start = Start(f["attempt"], f["token"], began_at)
    _message(chase, f).starts[f["attempt"]] = start


def _sent(chase: Chase, f: Fields, _at: datetime) -> None:
    message = _message(chase, f)
    message.sent.append(f["attempt"])
    message.repeated += bool(f.get("repeated"))


def _failed(chase: Chase, f: Fields, _at: datetime) -> None:
    _message(chase, f).failed.append(f["reason"])


def _uncertain(chase: Chase, f: Fields, _at: datetime) -> None:
    _message(chase, f).uncertain.add(f["attempt"])


def _bounced(chase: Chase, f: Fields, _at: datetime) -> None:
    _message(chase, f).bounced = True


LEAVING: Mapping[tuple[str, str], Handler] = {
    ("notifications", "message_composed"): _composed,
    ("notifications", "message_held"): _held,
    ("notifications", "message_withdrawn"): _withdrawn,
    ("notifications", "send_started"): _started,
    ("notifications", "message_sent"): _sent,
    ("notifications", "message_failed"): _failed,
    ("notifications", "message_uncertain"): _uncertain,
    ("notifications", "message_bounced"): _bounced,
}
