"""What ingestion records of portfolios: whose debtors are whose."""

from libs.events.contracts.model import Event


class PortfolioAssigned(Event, type="relance.ingestion.portfolio_assigned.v1"):
    """The debtor belongs to the portfolio of one of the creditor's sales people."""

    debtor: str
    creditor: str
    sales: str
    """Subject of who may see it in the role `sales`; empty: nobody's."""
    assigned_by: str
