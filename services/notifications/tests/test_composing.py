"""A letter becomes subject, text and HTML of equal content; equal letters are equal bytes."""

import html
import io
import re
from html.parser import HTMLParser

import pytest
import segno

from libs.kernel.money import Money
from services.notifications.adapters.composing.composed import from_bytes, to_bytes
from services.notifications.adapters.composing.composer import compose
from services.notifications.adapters.composing.languages import languages
from services.notifications.adapters.composing.letter import Attached, Letter, Payee, Sums
from services.notifications.adapters.composing.payment_code import payment_code, quoted
from services.notifications.adapters.composing.rendering import Rendering
from services.notifications.adapters.composing.templates import (
    Template,
    TemplateMistake,
    languages_of,
    template_names,
    template_of,
)
from services.notifications.tests.letters import a_letter, a_line, an_envelope

REFERENCE = "+++090/9337/55493+++"
TEMPLATES = [(name, one) for name in sorted(template_names()) for one in sorted(languages_of(name))]
INLINE = {"span", "strong"}
LONG_NAME = "Coöperatieve Vereniging van Groente- en Fruittelers " * 3


def forty_lines() -> Letter:
    lines = (
        a_line(f"F-2026-{number:04}", f"{number}.50", overdue_days=number, reference=REFERENCE)
        for number in range(1, 41)
    )
    return a_letter("firm", *lines, credit="12.00", debtor_name=LONG_NAME, to_name="Ann Smith")


class Words(HTMLParser):
    """What a reader of a page reads, and what it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self._hidden = "", 0
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("style", "title")
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "srcset")]
        self.text += "" if tag in INLINE else " "

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "title")
        self.text += "" if tag in INLINE else " "

    def handle_data(self, data: str) -> None:
        self.text += "" if self._hidden else data


def test_a_reminder_reads_like_this() -> None:
    letter = a_letter(
        "reminder", a_line("F-17", "1120.00", reference=REFERENCE), to_name="Ann Smith"
    )
    assert Rendering(letter).subject == "Reminder from De Bakker BV: invoice F-17, €1,120.00"
    assert Rendering(letter).text().replace("\u00a0", " ") == (
        "For Smith & Sons\n"
        "\n"
        "Dear Ann Smith,\n"
        "\n"
        "Invoice F-17 was due on 20 March 2026, and we have not yet seen your\n"
        "payment. It may simply have slipped through.\n"
        "\n"
        "Please pay €1,120.00 in your next payment run.\n"
        "\n"
        "Invoice F-17: €1,120.00\n"
        "  issued 18 February 2026, due 20 March 2026, 12 days overdue\n"
        "\n"
        "To pay: €1,120.00\n"
        "\n"
        "How to pay\n"
        "  Pay to: De Bakker BV\n"
        "  IBAN: BE68 5390 0754 7034\n"
        "  Amount: €1,120.00\n"
        "  Reference: +++090/9337/55493+++\n"
        "\n"
        "If you have paid in the last few days, thank you; please disregard this\n"
        "message.\n"
        "\n"
        "If you do not agree with something, or need more time, please reply to\n"
        "this message so that we can find a solution.\n"
        "\n"
        "Kind regards,\n"
        "De Bakker BV\n"
    )


def test_a_last_reminder_in_french_names_the_day_until_which_it_waits() -> None:
    letter = a_letter("last", a_line("F-17", "1120.00", overdue_days=1), language="fr")
    text = " ".join(Rendering(letter).text().split())
    assert text.startswith(
        "Pour Smith & Sons Madame, Monsieur, La facture F-17 est échue depuis le 31 mars 2026"
    )
    assert "soit 1 jour de retard." in text
    assert "Nous vous prions de payer 1 120,00 € pour le 9 avril 2026 au plus tard." in text
    assert "À payer : 1 120,00 €" in text


@pytest.mark.parametrize(("template", "language"), TEMPLATES)
def test_text_and_html_say_the_same(template: str, language: str) -> None:
    lines = [a_line("F-17", "120.00", reference=REFERENCE), a_line("F-18", "9.50", overdue_days=-3)]
    for letter in (
        a_letter(template, lines[0], language=language),
        a_letter(template, *lines, language=language, credit="20.00", to_name="Ann Smith"),
    ):
        rendering = Rendering(letter)
        page = " ".join(Words(rendering.html()).text.split())
        for line in rendering.text().splitlines():
            for part in re.split(r": |\u00a0: ", line.strip()):
                said = " ".join(part.split())
                assert said in page, f"{said!r} is not in the HTML"


@pytest.mark.parametrize(("template", "language"), TEMPLATES)
def test_no_page_loads_anything_from_elsewhere(template: str, language: str) -> None:
    page = Rendering(a_letter(template, language=language)).html()
    assert Words(page).loads == ["cid:payment-code@relance"]
    assert "http" not in page
    assert "<script" not in page


@pytest.mark.parametrize(("template", "language"), TEMPLATES)
def test_equal_letters_are_equal_bytes(template: str, language: str) -> None:
    first, again = (a_letter(template, language=language) for _ in range(2))
    composed, version = compose(first, an_envelope())
    template_of.cache_clear()
    assert to_bytes(compose(again, an_envelope())[0]) == to_bytes(composed)
    assert from_bytes(to_bytes(composed)) == composed
    assert re.fullmatch("[0-9a-f]{16}", version)


def test_another_language_is_another_version() -> None:
    versions = {compose(a_letter(language=one), an_envelope())[1] for one in languages()}
    assert len(versions) == len(languages())


def test_forty_items_are_all_there_with_their_own_references() -> None:
    rendering = Rendering(forty_lines())
    page = Words(rendering.html()).text
    for number in range(1, 41):
        assert f"Invoice F-2026-{number:04}" in page
    assert page.count(REFERENCE) == 40
    assert "€840.00" in page  # 1.50 + 2.50 + … + 40.50
    assert "-€12.00" in page
    assert "€828.00" in rendering.subject


def test_credit_on_account_is_shown_where_there_is_some() -> None:
    with_credit = Rendering(a_letter("reminder", credit="20.00")).text()
    assert "Total: €120.00\nCredit on your account: -€20.00\nTo pay: €100.00" in with_credit
    assert "Credit" not in Rendering(a_letter("reminder")).text()


def test_what_is_not_due_yet_says_in_how_many_days() -> None:
    text = Rendering(a_letter("notice", a_line(overdue_days=-5))).text()
    assert "due in 5 days" in text
    assert "due today" in Rendering(a_letter("notice", a_line(overdue_days=0))).text()


def test_names_are_text_and_never_markup() -> None:
    name = "<script>alert(1)</script> & {{ 7 * 7 }}"
    letter = a_letter("reminder", a_line("<b>17"), debtor_name=name, to_name=name)
    page = Rendering(letter).html()
    assert "<script" not in page
    assert "<b>17" not in page
    assert html.escape(name, quote=False) in page
    assert "{{ 7 * 7 }}" in Rendering(letter).text()


def test_a_name_with_line_breaks_stays_on_its_line() -> None:
    letter = a_letter("reminder", payee=Payee("De\r\nBcc: x@y.example", "BE68539007547034"))
    rendering = Rendering(letter)
    assert "\n" not in rendering.subject
    assert "De Bcc: x@y.example" in rendering.subject


def test_a_template_that_is_not_there_is_a_named_mistake() -> None:
    for template, language in (("thunder", "en"), ("reminder", "xx"), ("../languages", "en")):
        with pytest.raises(TemplateMistake):
            compose(a_letter(template, language=language), an_envelope())


@pytest.mark.parametrize("phrase", ["{{ nobody }}", "{{ creditor.x.y }}", "{% if %}", "{{ 1/0 }}"])
def test_a_template_that_cannot_be_rendered_is_a_named_mistake_without_values(phrase: str) -> None:
    template = Template("reminder", "v", "", (), ())
    with pytest.raises(TemplateMistake, match="template reminder") as told:
        template.say(phrase, {"creditor": "De Bakker"})
    assert "De Bakker" not in str(told.value)


def test_the_code_says_to_a_banking_app_what_the_mail_says() -> None:
    """EPC069-12: service tag, version, UTF-8, SCT, no BIC, name, IBAN, amount, free text."""
    payload = "BCD\n002\n1\nSCT\n\nDe Bakker BV\nBE68539007547034\nEUR120\n\n\n+++090/9337/55493+++"
    png = io.BytesIO()
    segno.make_qr(payload, error="m", boost_error=False, mode="byte", encoding="utf-8").save(
        png, kind="png", scale=4, border=4
    )
    letter = a_letter("reminder", a_line(reference=REFERENCE))
    assert payment_code(letter) == png.getvalue()


def test_several_items_are_quoted_by_as_many_numbers_as_there_is_room_for() -> None:
    assert quoted(a_letter("reminder", a_line("F-17"), a_line("F-18"))) == "F-17 F-18"
    text = quoted(forty_lines())
    assert len(text) <= 140
    assert text.startswith("F-2026-0001 F-2026-0002 ")
    assert text.endswith(" F-2026-0011")  # eleven of 11 characters and the ten spaces between


def test_a_number_that_a_transfer_quotes_is_not_broken_at_its_hyphen() -> None:
    page = Rendering(a_letter("reminder", a_line("F-17"), a_line("F-18"))).html()
    whole = '<span style="display:inline-block;">{}</span>'
    assert f"{whole.format('F-17')} {whole.format('F-18')}</div>" in page


@pytest.mark.parametrize(
    "letter",
    [
        a_letter("reminder", payee=Payee("De Bakker BV")),
        a_letter("reminder", credit="120.00"),
        a_letter("reminder", a_line("F" * 141)),
        a_letter("reminder", a_line("F" * 140), payee=Payee("\u20ac" * 70, "BE68539007547034")),
    ],
    ids=["no account", "nothing to pay", "no room for its number", "no room for its name"],
)
def test_where_a_code_cannot_say_it_there_is_none(letter: Letter) -> None:
    assert payment_code(letter) == b""
    assert "cid:" not in Rendering(letter).html()


def test_other_currencies_have_no_code_and_are_still_asked_for() -> None:
    money = Money.of("120.00", "CHF")
    plain = a_letter("reminder")
    letter = Letter(
        plain.template,
        plain.language,
        plain.day_on,
        plain.payee,
        "",
        "",
        plain.lines,
        Sums(money, Money.zero("CHF"), money),
    )
    assert payment_code(letter) == b""
    assert "CHF 120.00" in Rendering(letter).text()


def test_where_no_account_is_known_nothing_is_said_of_how_to_pay() -> None:
    text = Rendering(a_letter("reminder", payee=Payee("De Bakker BV"))).text()
    assert "IBAN" not in text
    assert "To pay: €120.00" in text


def test_attached_files_are_kept_with_it() -> None:
    file = Attached("F-17.pdf", b"%PDF-1.7 \xff")
    composed, _ = compose(a_letter(attached=(file,)), an_envelope())
    assert from_bytes(to_bytes(composed)).attached == (file,)
