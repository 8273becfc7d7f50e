"""The EPC QR code (EPC069-12, version 2) that a banking app fills a transfer from."""

import io
from typing import Final

from segno import helpers

from libs.kernel.money import Money
from services.notifications.adapters.composing.letter import Letter
from services.notifications.adapters.composing.templates import one_line

NAME_LENGTH_MAX: Final = 70
TEXT_LENGTH_MAX: Final = 140
NET_MAX: Final = Money.of("999999999.99", "EUR")
_PIXELS_A_MODULE: Final = 4


def quoted(letter: Letter) -> str:
    """What the transfer quotes: the one reference, else as many numbers as there is room for."""
    if letter.reference:
        return one_line(letter.reference)
    text = ""
    for line in letter.lines:
        longer = f"{text} {one_line(line.number)}".strip()
        if len(longer) > TEXT_LENGTH_MAX:
            break
        text = longer
    return text


def payment_code(letter: Letter) -> bytes:
    """A PNG; empty where the code has no way to say it: no IBAN, no euros, nothing to quote."""
    net, text = letter.sums.net, quoted(letter)
    if not letter.payee.iban or net.currency != "EUR" or not net.is_positive or net > NET_MAX:
        return b""
    if not text or len(text) > TEXT_LENGTH_MAX:
        return b""
    try:
        code = helpers.make_epc_qr(
            name=one_line(letter.payee.name)[:NAME_LENGTH_MAX],
            iban=letter.payee.iban,
            amount=net.amount,
            text=text,
            encoding=1,
        )
    except ValueError:  # more bytes than the code may have, or an account that is none
        return b""
    png = io.BytesIO()
    code.save(png, kind="png", scale=_PIXELS_A_MODULE, border=4)
    return png.getvalue()
