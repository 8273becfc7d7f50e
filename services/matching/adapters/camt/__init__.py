"""Bank statements out of ISO 20022 camt.053 files."""

from services.matching.adapters.camt.limits import Limits
from services.matching.adapters.camt.reader import read_camt
from services.matching.adapters.camt.refusals import StatementFileRefused

__all__ = ["Limits", "StatementFileRefused", "read_camt"]
