"""The buyer of a UBL document: who it is by name, by number, by law."""

from typing import Final

from stdnum.util import clean

from libs.events.contracts.parties import Address, Contact, DebtorKind, Identifier, PartyPersonal
from services.ingestion.adapters.ubl.fields import Element, every, first, text, text_of
from services.ingestion.domain.draft import Buyer

_MAIL_SCHEME: Final = "EM"
_PARTS_MAX: Final = 20
"""Identifiers and contacts that are kept of one party."""


def buyer_of(root: Element) -> Buyer:
    customer = first(root, "cac:AccountingCustomerParty")
    party = first(customer, "cac:Party")
    identifiers = _identifiers(party)
    country = text(party, "cac:PostalAddress/cac:Country/cbc:IdentificationCode", length_max=2)
    return Buyer(
        personal=PartyPersonal(
            name=_name(party),
            trading_name=text(party, "cac:PartyName/cbc:Name"),
            identifiers=identifiers[:_PARTS_MAX],
            address=_address(party, country),
            contacts=_contacts(customer, party)[:_PARTS_MAX],
        ),
        customer_number=_customer_number(customer, party),
        legal_id=_legal_id(party),
        endpoint=_scheme_and_value(first(party, "cbc:EndpointID"), "endpoint"),
        kind=_kind(party),
        country=country.upper(),
        language=_language(party),
    )


def _name(party: Element | None) -> str:
    """The registered name (BT-44), else the trading name, else the person's."""
    person = first(party, "cac:Person")
    names = (text(person, "cbc:FirstName"), text(person, "cbc:FamilyName"))
    registered = text(party, "cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name")
    return registered or " ".join(name for name in names if name)


def _customer_number(customer: Element | None, party: Element | None) -> str:
    """What the creditor calls the buyer: assigned by the supplier, or an id without a scheme."""
    assigned = text(customer, "cbc:SupplierAssignedAccountID", length_max=100)
    own = (
        text_of(node, 100)
        for node in every(party, "cac:PartyIdentification/cbc:ID")
        if not node.get("schemeID")
    )
    return assigned or next((number for number in own if number), "")


def _legal_id(party: Element | None) -> str:
    """VAT number first, then the legal registration with its scheme, without punctuation."""
    vat = _vat(party)
    return f"vat:{vat}" if vat else _scheme_and_value(_registration(party), "legal")


def _vat(party: Element | None) -> str:
    for scheme in every(party, "cac:PartyTaxScheme"):
        if text(scheme, "cac:TaxScheme/cbc:ID").upper() in ("VAT", ""):
            number = _compact(text(scheme, "cbc:CompanyID", length_max=60))
            if number:
                return number
    return ""


def _registration(party: Element | None) -> Element | None:
    return first(party, "cac:PartyLegalEntity/cbc:CompanyID")


def _scheme_and_value(node: Element | None, scheme_else: str) -> str:
    value = text_of(node, 100)
    if node is None or not value:
        return ""
    scheme = node.get("schemeID", "") or scheme_else
    return f"{scheme}:{value.lower() if scheme == _MAIL_SCHEME else _compact(value)}"


def _compact(number: str) -> str:
    """`BE 0123.456.789` as `BE0123456789`."""
    return str(clean(number, " .-/")).upper()


def _identifiers(party: Element | None) -> tuple[Identifier, ...]:
    found = [("vat", _vat(party))]
    nodes = (
        ("legal", _registration(party)),
        *(("", node) for node in every(party, "cac:PartyIdentification/cbc:ID")),
        ("endpoint", first(party, "cbc:EndpointID")),
    )
    found += [
        (node.get("schemeID", "") or otherwise, text_of(node, 100))
        for otherwise, node in nodes
        if node is not None
    ]
    kept = dict.fromkeys((scheme, value) for scheme, value in found if scheme and value)
    return tuple(Identifier(scheme=scheme, value=value) for scheme, value in kept)


def _address(party: Element | None, country: str) -> Address:
    place = first(party, "cac:PostalAddress")
    lines = (
        text(place, "cbc:Postbox"),
        _street(place),
        text(place, "cbc:AdditionalStreetName"),
        *(text_of(line) for line in every(place, "cac:AddressLine/cbc:Line")),
    )
    return Address(
        lines=tuple(line for line in lines if line)[:_PARTS_MAX],
        postcode=text(place, "cbc:PostalZone", length_max=20),
        city=text(place, "cbc:CityName"),
        region=text(place, "cbc:CountrySubentity"),
        country=country.upper(),
    )


def _street(place: Element | None) -> str:
    parts = (text(place, "cbc:StreetName"), text(place, "cbc:BuildingNumber"))
    return " ".join(part for part in parts if part)


def _contacts(customer: Element | None, party: Element | None) -> tuple[Contact, ...]:
    nodes = (
        first(customer, "cac:AccountingContact"),
        first(party, "cac:Contact"),
        first(party, "cac:Person/cac:Contact"),
    )
    contacts = [
        Contact(
            name=text(node, "cbc:Name"),
            email=text(node, "cbc:ElectronicMail"),
            phone=text(node, "cbc:Telephone", length_max=60),
        )
        for node in nodes
        if node is not None
    ]
    endpoint = first(party, "cbc:EndpointID")
    if endpoint is not None and endpoint.get("schemeID") == _MAIL_SCHEME:
        contacts.append(Contact(email=text_of(endpoint)))
    return tuple(dict.fromkeys(one for one in contacts if one != Contact()))


def _kind(party: Element | None) -> DebtorKind:
    """A VAT number or a legal registration makes a business; nothing else says who it is."""
    return "business" if _legal_id(party) else "unknown"


def _language(party: Element | None) -> str:
    """ISO 639-1 out of `fr`, `fr-BE` or `fr_BE`; anything else is not said."""
    code = text(party, "cac:Language/cbc:LocaleCode", "cac:Language/cbc:ID", length_max=10)
    short = code.replace("_", "-").partition("-")[0].lower()
    return short if len(short) == 2 and short.isascii() and short.isalpha() else ""
