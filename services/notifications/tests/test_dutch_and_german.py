"""Mails in Dutch and German as their readers have them: words, amounts, days and counts."""

from services.notifications.adapters.composing.letter import Letter
from services.notifications.adapters.composing.rendering import Rendering
from services.notifications.tests.letters import a_letter, a_line

REFERENCE = "+++090/9337/55493+++"


def two_items(template: str, language: str) -> Letter:
    lines = (a_line("F-17", "1120.00"), a_line("F-18", "34.50", overdue_days=1))
    return a_letter(template, *lines, language=language, credit="20.00", to_name="An Jansen")


def read(letter: Letter) -> str:
    """Its text with plain spaces and without the breaks of lines."""
    return " ".join(Rendering(letter).text().split())


def test_a_dutch_reminder_reads_like_this() -> None:
    letter = a_letter("reminder", a_line("F-17", "1120.00", reference=REFERENCE), language="nl")
    subject = Rendering(letter).subject.replace("\u00a0", " ")
    assert subject == "Herinnering van De Bakker BV: factuur F-17, € 1.120,00"
    assert Rendering(letter).text().replace("\u00a0", " ") == (
        "Voor Smith & Sons\n"
        "\n"
        "Geachte heer of mevrouw,\n"
        "\n"
        "De vervaldatum van factuur F-17 was 20 maart 2026, en wij hebben uw\n"
        "betaling nog niet ontvangen. Misschien is dit aan uw aandacht ontsnapt.\n"
        "\n"
        "Wij vragen u vriendelijk het openstaande bedrag van € 1.120,00 mee te\n"
        "nemen in uw volgende betaalronde.\n"
        "\n"
        "Factuur F-17: € 1.120,00\n"
        "  factuurdatum 18 februari 2026, vervaldatum 20 maart 2026, 12 dagen te laat\n"
        "\n"
        "Te betalen: € 1.120,00\n"
        "\n"
        "Zo betaalt u\n"
        "  Begunstigde: De Bakker BV\n"
        "  Rekeningnummer (IBAN): BE68 5390 0754 7034\n"
        "  Bedrag: € 1.120,00\n"
        "  Mededeling: +++090/9337/55493+++\n"
        "\n"
        "Hebt u de afgelopen dagen al betaald? Dan danken wij u en hoeft u niets\n"
        "meer te doen.\n"
        "\n"
        "Bent u het ergens niet mee eens of hebt u meer tijd nodig, antwoord dan\n"
        "op dit bericht, zodat wij een oplossing kunnen vinden.\n"
        "\n"
        "Met vriendelijke groet,\n"
        "De Bakker BV\n"
    )


def test_a_german_reminder_reads_like_this() -> None:
    letter = a_letter("reminder", a_line("F-17", "1120.00", reference=REFERENCE), language="de")
    subject = Rendering(letter).subject.replace("\u00a0", " ")
    assert subject == "Zahlungserinnerung von De Bakker BV: Rechnung F-17, 1.120,00 €"
    assert Rendering(letter).text().replace("\u00a0", " ") == (
        "Für Smith & Sons\n"
        "\n"
        "Sehr geehrte Damen und Herren,\n"
        "\n"
        "die Rechnung F-17 war am 20. März 2026 fällig, und wir konnten noch\n"
        "keinen Zahlungseingang feststellen. Vielleicht wurde dies nur übersehen.\n"
        "\n"
        "Bitte berücksichtigen Sie den offenen Betrag von 1.120,00 € bei Ihrem\n"
        "nächsten Zahlungslauf.\n"
        "\n"
        "Rechnung F-17: 1.120,00 €\n"
        "  ausgestellt am 18. Februar 2026, fällig am 20. März 2026, 12 Tage überfällig\n"
        "\n"
        "Zu zahlen: 1.120,00 €\n"
        "\n"
        "So zahlen Sie\n"
        "  Empfänger: De Bakker BV\n"
        "  IBAN: BE68 5390 0754 7034\n"
        "  Betrag: 1.120,00 €\n"
        "  Verwendungszweck: +++090/9337/55493+++\n"
        "\n"
        "Haben Sie in den letzten Tagen bereits gezahlt, danken wir Ihnen; diese\n"
        "Nachricht ist dann gegenstandslos.\n"
        "\n"
        "Sind Sie mit etwas nicht einverstanden oder benötigen Sie mehr Zeit,\n"
        "antworten Sie bitte auf diese Nachricht, damit wir eine Lösung finden.\n"
        "\n"
        "Mit freundlichen Grüßen\n"
        "De Bakker BV\n"
    )


def test_several_items_in_dutch_have_their_plurals_and_the_day_until_which_it_waits() -> None:
    assert "te betalen binnen 5 dagen" in read(
        a_letter("notice", a_line(overdue_days=-5), language="nl")
    )
    text = read(two_items("firm", "nl"))
    assert "Geachte An Jansen, Ondanks onze herinnering zijn 2 facturen, waarvan" in text
    assert "van € 1.134,50 uiterlijk op 9 april 2026 te betalen" in text
    assert "Totaal: € 1.154,50 Uw tegoed bij ons: -€ 20,00 Te betalen: € 1.134,50" in text
    assert "vervaldatum 31 maart 2026, 1 dag te laat" in text
    assert "voor de oudste is de betaling 12 dagen te laat." in read(two_items("last", "nl"))


def test_several_items_in_german_have_their_plurals_and_the_day_until_which_it_waits() -> None:
    assert "noch 5 Tage bis zur Fälligkeit" in read(
        a_letter("notice", a_line(overdue_days=-5), language="de")
    )
    text = read(two_items("firm", "de"))
    assert "Guten Tag An Jansen, trotz unserer Zahlungserinnerung sind 2 Rechnungen" in text
    assert "den offenen Betrag von 1.134,50 € bis zum 9. April 2026 zu zahlen" in text
    assert "Gesamtbetrag: 1.154,50 € Ihr Guthaben bei uns: -20,00 € Zu zahlen: 1.134,50 €" in text
    assert "fällig am 31. März 2026, 1 Tag überfällig" in text
    assert "die älteste ist 12 Tage überfällig." in read(two_items("last", "de"))
