"""`relance messages`: what it asks of notifications, and what people read."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Final

from libs.cli.mails import read_mail
from libs.cli.tests.chased import CREDITOR, DEBTOR, DEMAND, ID, furnish, page, said
from libs.cli.tests.speaking import Server, problem

MESSAGE: Final = ID + "7"
ROW: Final[dict[str, Any]] = {
    "message": MESSAGE,
    "demand": DEMAND,
    "creditor": CREDITOR,
    "debtor": DEBTOR,
    "status": "sent",
    "channel": "email",
    "tone": "reminder",
    "template": "reminder",
    "language": "en",
    "net": "120.00 EUR",
    "day_on": "2026-04-01",
    "to": {"to_address": "ann@smith.example"},
    "why": "The next mail server took it over.",
}
WHOLE: Final[dict[str, Any]] = ROW | {
    "attempts": [
        {
            "attempt": 1,
            "started_at": "2026-04-01T08:30:01.5+00:00",
            "outcome": "sent",
            "reply": "250 queued",
        }
    ],
    "events": [{"at": "2026-04-01T08:30:02+00:00", "what": "message_sent", "details": {}}],
}


def a_mail() -> str:
    mail = EmailMessage()
    mail["From"] = "De Bakker <reminders@relance.example>"
    mail["To"] = "Ann Smith <ann@smith.example>"
    mail["Subject"] = "Reminder: 120.00"
    mail["Message-ID"] = "<17@relance.example>"
    mail.set_content("Dear Ann,\nplease pay.\n")
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="F-17.pdf")
    return mail.as_string()


MAIL: Final = a_mail()


def test_messages_are_listed_with_why_and_counted(server: Server) -> None:
    furnish(server)
    path = f"/v1/messages?limit=500&debtor={DEBTOR}&status=sent"
    server.says(path, page(ROW, ROW | {"status": "sent"}))

    result = said("messages", "list", "--debtor", "C15431", "--status", "sent")

    assert result.exit_code == 0, result.output
    assert "ann@smith.example" in result.output
    assert "The next mail server took it over." in result.output
    assert "2 messages: 2 sent" in result.output


def test_where_there_are_none_it_says_so(server: Server) -> None:
    server.says(f"/v1/messages?limit=500&demand={DEMAND}", page())
    assert "no such messages" in said("messages", "list", "--demand", DEMAND).output


def test_a_message_is_shown_as_it_was_sent(server: Server) -> None:
    server.says(f"/v1/messages/{MESSAGE}", WHOLE)
    server.says(f"/v1/messages/{MESSAGE}/content", MAIL)

    result = said("messages", "show", MESSAGE)

    assert result.exit_code == 0, result.output
    for line in (
        "To: Ann Smith <ann@smith.example>",
        "Subject: Reminder: 120.00",
        "Message-ID: <17@relance.example>",
        "please pay.",
        "[F-17.pdf]",
        "250 queued",
        "message_sent",
    ):
        assert line in result.output


def test_its_bytes_and_its_page_are_written_to_files(server: Server, tmp_path: Path) -> None:
    server.says(f"/v1/messages/{MESSAGE}", WHOLE)
    server.says(f"/v1/messages/{MESSAGE}/content", MAIL)
    server.says(f"/v1/messages/{MESSAGE}/preview", "<html>as it reads</html>")
    html, eml = tmp_path / "a.html", tmp_path / "a.eml"

    result = said("messages", "show", MESSAGE, "--html", str(html), "--eml", str(eml))

    assert result.exit_code == 0, result.output
    assert html.read_text() == "<html>as it reads</html>"
    assert eml.read_bytes() == MAIL.encode()


def test_what_was_not_sent_or_was_erased_is_shown_without_its_text(server: Server) -> None:
    for status, rule in ((404, "not_found"), (410, "content_erased")):
        server.says(f"/v1/messages/{MESSAGE}", WHOLE | {"attempts": []})
        server.says(f"/v1/messages/{MESSAGE}/content", problem(status, rule)[1], status)

        result = said("messages", "show", MESSAGE)

        assert result.exit_code == 0, result.output
        assert "nothing was sent that could be shown" in result.output
        assert "no attempts" in result.output


def test_erased_bytes_are_refused_to_a_file(server: Server, tmp_path: Path) -> None:
    server.says(f"/v1/messages/{MESSAGE}", WHOLE)
    server.says(f"/v1/messages/{MESSAGE}/content", problem(410, "content_erased")[1], status=410)

    result = said("messages", "show", MESSAGE, "--eml", str(tmp_path / "a.eml"))

    assert (result.exit_code, "content_erased" in result.output) == (1, True)
    assert not (tmp_path / "a.eml").exists()


def test_json_has_headers_and_text(server: Server) -> None:
    server.says(f"/v1/messages/{MESSAGE}", WHOLE)
    server.says(f"/v1/messages/{MESSAGE}/content", MAIL)

    document = json.loads(said("messages", "show", MESSAGE, "--json").stdout)

    assert document["headers"]["Subject"] == "Reminder: 120.00"
    assert document["text"] == read_mail(MAIL.encode())[1]
