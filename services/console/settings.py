"""What the console is told by its environment beside what every service is told."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of the console."""

    port: int = Field(default=8110, ge=0, le=65535)
    calendar_url: str = "http://127.0.0.1:8101"
    ingestion_url: str = "http://127.0.0.1:8102"
    matching_url: str = "http://127.0.0.1:8103"
    dunning_url: str = "http://127.0.0.1:8104"
    notifications_url: str = "http://127.0.0.1:8105"
    risk_url: str = "http://127.0.0.1:8106"
    handoff_url: str = "http://127.0.0.1:8107"
    """Where each service's API answers."""
    console_url: str = "http://127.0.0.1:8110"
    """Where browsers find the console; `https` makes its cookies `__Host-` and `Secure`."""
    login_client: str = "relance-console"
    """The client id that the issuer knows the console by."""
    login_secret: str = ""
    """Of a confidential client; empty: a public one, which PKCE alone protects."""
    login_scope: str = "openid profile"
    zone: str = "Europe/Brussels"
    """In which moments are told."""
    session_hours_max: float = Field(default=10.0, gt=0, le=24)
    """A session ends after so long, or with its access token, whichever comes first."""
    service_limit_s: float = Field(default=6.0, gt=0, le=60)
    """How long a page waits for a service before it says that it does not answer."""

    @property
    def service_urls(self) -> dict[str, str]:
        """By service."""
        return {
            "calendar": self.calendar_url,
            "ingestion": self.ingestion_url,
            "matching": self.matching_url,
            "dunning": self.dunning_url,
            "notifications": self.notifications_url,
            "risk": self.risk_url,
            "handoff": self.handoff_url,
        }

    @property
    def is_tls(self) -> bool:
        return self.console_url.startswith("https://")
