"""The headers of every event, as a schema: CloudEvents 1.0, and what Relance adds."""

from typing import Any, Final

_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "string", "pattern": "^[0-9]{1,18}$"}

ENVELOPE: Final[dict[str, Any]] = {
    "type": "object",
    "description": "CloudEvents 1.0, binary mode: each attribute is a header, in UTF-8.",
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "content-type": {"const": "application/json"},
        "ce_id": {**_TEXT, "description": "Of this event; the same fact never has two."},
        "ce_source": {**_TEXT, "description": "Who recorded it: `/relance/<service>`."},
        "ce_type": {**_TEXT, "description": "`relance.<service>.<event>.v<n>`."},
        "ce_time": {**_TEXT, "format": "date-time", "description": "When it was decided, in UTC."},
        "ce_tenant": {**_TEXT, "description": "Whose it is: the wall of isolation."},
        "ce_subject": {
            **_TEXT,
            "description": "Its stream, `tenant/kind/id/…`: the unit of state.",
        },
        "ce_version": {**_NUMBER, "description": "Its place in the stream, from 1, without gaps."},
        "ce_causationid": {**_TEXT, "description": "Id of the message that led to it."},
        "ce_correlationid": {**_TEXT, "description": "Id of the request where it all began."},
        "ce_depth": {**_NUMBER, "description": "How many own sends lie between the two."},
        "ce_epoch": {**_NUMBER, "description": "How many owners its partition had had."},
        "ce_positions": {
            **_TEXT,
            "contentMediaType": "application/json",
            "description": "On the last event of a transaction: the next offset of each input.",
        },
        "ce_deepest": {**_NUMBER, "description": "Beside `ce_positions`: the deepest send of it."},
        "traceparent": {**_TEXT, "description": "W3C Trace Context, where somebody follows."},
    },
    "required": [
        "ce_specversion",
        "content-type",
        "ce_id",
        "ce_source",
        "ce_type",
        "ce_time",
        "ce_tenant",
        "ce_subject",
        "ce_version",
        "ce_depth",
        "ce_epoch",
    ],
}
