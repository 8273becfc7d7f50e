"""Delivery reports as servers write them, about a message of ours."""

from textwrap import dedent

OURS = "<0k3w9xv2qpt5m1c8e7r4ya6nbd.acme@relance.example>"

_DSN = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: reminders@relance.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20260401100002.17@mx.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@smith.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b
Content-Type: {returned}

Message-ID: {message_id}
From: De Bakker BV <reminders@relance.example>
Subject: Reminder

--b--
"""


def a_dsn(
    message_id: str = OURS,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
) -> bytes:
    """multipart/report (RFC 3462, 3464)."""
    told = {"action": action, "status": status, "returned": returned, "message_id": message_id}
    return _DSN.format_map(told).replace("\n", "\r\n").encode()


def an_own_way(message_id: str = OURS) -> bytes:
    """As qmail writes: no parts, the returned mail below a line."""
    return dedent(
        f"""\
        Return-Path: <>
        From: MAILER-DAEMON@mx.example.org
        To: reminders@relance.example
        Subject: failure notice

        Hi. This is the qmail-send program at mx.example.org.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <ann@smith.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Return-Path: <reminders@relance.example>
        Message-ID: {message_id}
        Subject: Reminder
        """
    ).encode()


def an_answer(message_id: str = OURS) -> bytes:
    """Of a person: no report."""
    return dedent(
        f"""\
        From: Ann Smith <ann@smith.example>
        To: books@bakker.example
        Subject: Re: Reminder
        In-Reply-To: {message_id}

        We paid this yesterday.
        """
    ).encode()
