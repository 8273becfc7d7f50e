"""What calendar is told by its environment beside what every service is told."""

from pydantic import Field

from libs.chassis.settings import ServiceSettings


class Settings(ServiceSettings):
    """Settings of calendar; in the environment `production` no tenant plays days."""

    port: int = Field(default=8101, ge=0, le=65535)
