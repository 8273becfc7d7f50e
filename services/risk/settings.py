"""What risk is told by its environment beside what every service is told."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of risk."""

    port: int = Field(default=8106, ge=0, le=65535)
