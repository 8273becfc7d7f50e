"""What handoff is told by its environment beside what every service is told."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of handoff."""

    port: int = Field(default=8107, ge=0, le=65535)
    webhook_timeout_s: float = Field(default=10.0, gt=0, le=60)
    """How long an agency's server may take to answer."""
